package dev.hearth.operator.code;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A stream that is closed when its time is over, so that a slow sender cannot hold its reader. */
final class Deadline extends FilterInputStream {
  private static final Executor CLOSER = Thread::startVirtualThread;

  private final CompletableFuture<Void> end;

  Deadline(InputStream in, Duration length) {
    super(in);
    end =
        CompletableFuture.runAsync(
            this::give,
            CompletableFuture.delayedExecutor(length.toMillis(), TimeUnit.MILLISECONDS, CLOSER));
  }

  private void give() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    end.cancel(false);
    super.close();
  }
}
