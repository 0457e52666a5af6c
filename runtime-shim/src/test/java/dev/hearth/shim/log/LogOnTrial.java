package dev.hearth.shim.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.hearth.shim.Clock;
import dev.hearth.shim.function.FunctionSettings;
import dev.hearth.shim.json.JsonException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;

/** A sandbox's log with time in the test's hands, and a runtime's end of its pipe. */
final class LogOnTrial implements AutoCloseable {
  static final String ID = "8b4a0d5e-1c3f-4f0e-9a55-0c7f6d1e2a3b";
  static final String OTHER = "11111111-2222-4333-8444-555555555555";
  static final String NOW = "2026-03-04T05:06:07.089Z";
  static final long SECOND = 1_000_000_000L;

  private static final long PATIENCE_MS = 10_000;

  private long nanos;
  private Runnable whenLineIsRead = () -> {};
  final SandboxLog log;
  private final OutputStream runtime;

  private LogOnTrial(FunctionSettings function) throws IOException {
    log = new SandboxLog(new Clock(InstantSource.fixed(Instant.parse(NOW)), this::tick));
    runtime = new FileOutputStream(log.output());
    log.belongsTo(function);
  }

  static LogOnTrial text() throws IOException, JsonException {
    return new LogOnTrial(function("Text", "INFO"));
  }

  static LogOnTrial json(String systemLevel) throws IOException, JsonException {
    return new LogOnTrial(function("JSON", systemLevel));
  }

  static FunctionSettings function(String format, String systemLevel) throws JsonException {
    return FunctionSettings.parse(
        """
        {"function":"hello","version":"$LATEST","region":"us-east-1","runtime":"python3.11",
         "command":["true"],"memorySizeMb":128,"timeoutMs":3000,"artifacts":[],
         "logFormat":"%s","systemLogLevel":"%s"}
        """
            .formatted(format, systemLevel));
  }

  static Report success(String id) {
    return new Report(id, 3_006_000, -1, 128, 36L << 20, Report.Status.SUCCESS, "", "");
  }

  private long tick() {
    whenLineIsRead.run();
    return nanos;
  }

  /** Every line that is taken in asks for the time once. */
  void whenLineIsRead(Runnable happening) {
    whenLineIsRead = happening;
  }

  void pass(long moreNanos) {
    nanos += moreNanos;
  }

  void write(String text) throws IOException {
    write(text.getBytes(UTF_8));
  }

  void write(byte[] bytes) throws IOException {
    runtime.write(bytes);
  }

  /** Fills the pipe and empties it by turns, as the pump would. */
  void pour(byte[] bytes) throws IOException {
    for (int from = 0; from < bytes.length; from += 16 * 1024) {
      runtime.write(bytes, from, Math.min(16 * 1024, bytes.length - from));
      log.drain();
    }
  }

  /** Writes what may not fit into the pipe; fails where nobody takes it in. */
  void writeMuch(String text) throws InterruptedException {
    Thread writer =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    write(text);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    writer.join(PATIENCE_MS);
    assertFalse(writer.isAlive(), "the runtime waits for its log");
  }

  byte[] bytes() {
    ByteBuffer taken = log.take();
    byte[] bytes = new byte[taken.remaining()];
    taken.get(bytes);
    return bytes;
  }

  String written() {
    return new String(bytes(), UTF_8);
  }

  @Override
  public void close() throws IOException {
    runtime.close();
    log.pipe().source().close();
  }
}
