package dev.hearth.shim.log;

import static dev.hearth.shim.log.LogOnTrial.ID;
import static dev.hearth.shim.log.LogOnTrial.success;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LogPumpTest {
  /** Somebody who reads the log, or does not. */
  private static final class Reader extends OutputStream {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CountDownLatch mayRead;
    private final CountDownLatch asked = new CountDownLatch(1);
    private int writes;

    Reader(CountDownLatch mayRead) {
      this.mayRead = mayRead;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      asked.countDown();
      try {
        mayRead.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      synchronized (this) {
        writes++;
        read.write(bytes, from, length);
        notifyAll();
      }
    }

    synchronized String awaitEnd(String end) throws InterruptedException {
      while (!read.toString(UTF_8).endsWith(end)) {
        wait();
      }
      return read.toString(UTF_8);
    }
  }

  private static void run(LogPump pump) {
    Thread.ofPlatform().daemon().start(pump::run);
  }

  @Test
  void what_the_platform_and_the_runtime_say_is_written_without_being_asked_for() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      Reader reader = new Reader(new CountDownLatch(0));
      run(new LogPump(trial.log, reader));
      trial.log.start(ID, false);
      reader.awaitEnd("$LATEST\n");
      trial.write("one\n");
      reader.awaitEnd(ID + " one\n");
      trial.log.end(success(ID));
      assertEquals(4, reader.awaitEnd(" MB\t\n").lines().count());
    }
  }

  @Test
  void what_comes_together_is_written_at_once() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      Reader reader = new Reader(new CountDownLatch(0));
      LogPump pump = new LogPump(trial.log, reader);
      trial.log.start(ID, false);
      trial.write("one\ntwo\n");
      trial.log.end(success(ID));
      pump.flush();
      assertEquals(1, reader.writes);
    }
  }

  @Test
  void a_function_goes_on_writing_and_ending_while_nobody_reads_its_log() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      CountDownLatch mayRead = new CountDownLatch(1);
      Reader reader = new Reader(mayRead);
      run(new LogPump(trial.log, reader));
      trial.log.start(ID, false);
      assertTrue(reader.asked.await(10, SECONDS));
      // More than a pipe holds: it blocks unless somebody takes it in meanwhile.
      trial.writeMuch(("x".repeat(1023) + "\n").repeat(512));
      trial.log.end(success(ID));
      mayRead.countDown();
      assertEquals(512 + 3, reader.awaitEnd(" MB\t\n").lines().count());
    }
  }

  @Test
  void a_log_whose_reader_has_gone_holds_up_nobody() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      CountDownLatch failed = new CountDownLatch(3);
      OutputStream gone =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              failed.countDown();
              throw new IOException("nobody reads");
            }
          };
      run(new LogPump(trial.log, gone));
      while (failed.getCount() > 0) {
        trial.log.start(ID, false);
        trial.writeMuch(("x".repeat(1023) + "\n").repeat(128));
        trial.log.end(success(ID));
      }
    }
  }

  @Test
  void the_last_words_of_a_runtime_are_written() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      Reader reader = new Reader(new CountDownLatch(0));
      LogPump pump = new LogPump(trial.log, reader);
      trial.write("good\nbye");
      pump.flushQuietly();
      assertEquals("good\nbye\n", reader.read.toString(UTF_8));
    }
  }
}
