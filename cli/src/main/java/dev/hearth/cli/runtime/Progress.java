package dev.hearth.cli.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells the user what takes long: nothing before two seconds, then a line now and again. */
final class Progress implements AutoCloseable {
  static final Duration SILENT = Duration.ofSeconds(2);
  static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final CountDownLatch done = new CountDownLatch(1);

  private Progress() {}

  /** Starts to watch work that lasts until this is closed. */
  static Progress of(String work, Consumer<String> lines) {
    return of(work, lines, SILENT, BETWEEN_LINES);
  }

  static Progress of(String work, Consumer<String> lines, Duration silent, Duration between) {
    var progress = new Progress();
    Thread.ofVirtual().start(() -> progress.tell(work, lines, silent, between));
    return progress;
  }

  private void tell(String work, Consumer<String> lines, Duration silent, Duration between) {
    try {
      Duration passed = silent;
      boolean over = done.await(silent.toMillis(), TimeUnit.MILLISECONDS);
      while (!over) {
        lines.accept(work + " (" + passed.toSeconds() + " s)");
        over = done.await(between.toMillis(), TimeUnit.MILLISECONDS);
        passed = passed.plus(between);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
  }
}
