package dev.hearth.shim.rehearsal;

import dev.hearth.shim.function.FunctionSettings;
import dev.hearth.shim.lifecycle.ExitStatus;
import dev.hearth.shim.process.RuntimeProcess;
import dev.hearth.shim.sandbox.Connections;
import dev.hearth.shim.sandbox.ProcessHost;
import dev.hearth.shim.sandbox.RuntimeHost;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Plays a runtime by a thread. Its processes do everything that a real one's do up to the start of
 * a program that there is not, and nothing is ever killed, since the sandbox's own runtime may be
 * there by then.
 */
final class RehearsedHost implements RuntimeHost, Closeable {
  private static final String INVOCATION = "/2018-06-01/runtime/invocation/";

  private final ProcessHost processes;
  private final SocketAddress runtimeApi;
  private volatile Caller runtime;

  RehearsedHost(ProcessHost processes, SocketAddress runtimeApi) {
    this.processes = processes;
    this.runtimeApi = runtimeApi;
  }

  @Override
  public void start(FunctionSettings function, Consumer<ExitStatus> whenEnded) {
    try {
      processes.start(function, whenEnded);
    } catch (RuntimeProcess.StartException _) {
      play();
    }
  }

  private void play() {
    try {
      runtime = new Caller(runtimeApi);
      Thread thread = new Thread(this::echo, "rehearsed-runtime");
      thread.setDaemon(true);
      thread.start();
    } catch (IOException e) {
      throw new UncheckedIOException("our own port cannot be reached", e);
    }
  }

  private void echo() {
    try (Caller api = runtime) {
      while (true) {
        Caller.Answer event = api.call("GET " + INVOCATION + "next", "", new byte[0]);
        if (!event.isOk()) {
          return;
        }
        String id = event.header("Lambda-Runtime-Aws-Request-Id");
        api.call(
            "POST " + INVOCATION + id + "/response",
            "Content-Type: application/json\r\n",
            "{}".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException _) {
      // The rehearsal is over.
    }
  }

  /** Ends the runtime where it waits. */
  @Override
  public void close() throws IOException {
    if (runtime != null) {
      runtime.close();
    }
  }

  @Override
  public Connections connections() {
    return processes.connections();
  }

  @Override
  public void reap() {}

  @Override
  public long sinceStart() {
    return processes.sinceStart();
  }

  @Override
  public boolean exceeds(long limit) {
    return false;
  }

  @Override
  public long peakBytes() {
    return processes.peakBytes();
  }

  @Override
  public boolean kill() {
    return true;
  }
}
