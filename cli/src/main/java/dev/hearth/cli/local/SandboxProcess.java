package dev.hearth.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.cli.process.Leash;
import dev.hearth.gateway.sandbox.SandboxAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One sandbox: a shim with all that it starts, and the folder that is theirs alone. */
final class SandboxProcess {

  private static final Pattern LISTENING =
      Pattern.compile("hearth-shim listening on [^ ]+:([0-9]{1,5})");

  /** How long what a sandbox said before it ended may take to be read. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Leash leash;
  private final String uid;
  private final String identityKey;
  private final Path folder;
  private final Process process;
  private final CompletableFuture<SandboxAddress> ready = new CompletableFuture<>();
  private final Thread reader;
  private volatile Consumer<String> log;

  /**
   * @param log is given what the sandbox says until it belongs to a function
   */
  SandboxProcess(
      Leash leash,
      String uid,
      String identityKey,
      Path folder,
      Process process,
      Consumer<String> log) {
    this.leash = leash;
    this.uid = uid;
    this.identityKey = identityKey;
    this.folder = folder;
    this.process = process;
    this.log = log;
    this.reader = Thread.ofPlatform().daemon().name("sandbox-log-" + uid).start(this::read);
  }

  String uid() {
    return uid;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Completes when the shim's port is open; fails when it ends before that. */
  CompletableFuture<SandboxAddress> ready() {
    return ready;
  }

  /** From now on the log is a function's. */
  void logTo(Consumer<String> functionLog) {
    log = functionLog;
  }

  /** Asks the shim to drain, and ends the sandbox by force when that takes longer than grace. */
  void end(Duration grace) {
    try {
      leash.terminate(process);
      if (process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        reader.join(LAST_WORDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      kill();
    }
  }

  /** Ends the sandbox by force and removes its folder. */
  void kill() {
    log = _ -> {}; // how a process complains about being killed is of no interest
    try {
      leash.kill(process);
      SandboxFolder.remove(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher listening = LISTENING.matcher(line);
        if (!ready.isDone() && listening.matches()) {
          int port = Integer.parseInt(listening.group(1));
          ready.complete(new SandboxAddress(uid, "127.0.0.1", port, identityKey));
        } else {
          log.accept(line);
        }
      }
    } catch (IOException e) {
      // Its end is near; what it still had to say is lost with it.
    }
    ready.completeExceptionally(new IOException("the sandbox ended before it was ready"));
  }
}
