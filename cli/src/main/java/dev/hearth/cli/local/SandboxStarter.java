package dev.hearth.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.cli.process.Isolation;
import dev.hearth.cli.process.Leash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts sandboxes, as far apart from the machine as it allows. */
final class SandboxStarter {
  private static final long PROBE_SECONDS = 10;
  private static final int IDENTITY_BYTES = 32;

  /** What a function finds of the environment in which hearth was started. */
  private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "USER");

  /** Passed on where they are set; else a function has some that are good for emulators. */
  private static final Set<String> CREDENTIALS =
      Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

  private final Leash leash;
  private final Path parent;
  private final Path script;
  private final Path shim;
  private final String gatewayKey;
  private final Map<String, String> environment;
  private final List<String> kept;
  private final SandboxPlaces places;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param parent this process's folder for its sandboxes
   * @param shim the program
   * @param gatewayKey public key of the gateway, base64
   * @param environment what hearth was started with
   * @param needed folders that sandboxes have to see wherever they are
   */
  SandboxStarter(
      Leash leash,
      Path parent,
      Path shim,
      String gatewayKey,
      Map<String, String> environment,
      List<Path> needed)
      throws IOException, InterruptedException {
    this.leash = leash;
    this.parent = parent;
    this.shim = shim;
    this.gatewayKey = gatewayKey;
    this.environment = Map.copyOf(environment);
    this.kept =
        needed.stream()
            .filter(path -> path.startsWith("/tmp") && path.getNameCount() > 1)
            .map(Path::toString)
            .distinct()
            .toList();
    this.script = parent.resolve("sandbox.sh");
    try (InputStream in = SandboxStarter.class.getResourceAsStream("sandbox.sh")) {
      Files.copy(in, script);
    }
    this.places = probe();
  }

  SandboxPlaces places() {
    return places;
  }

  /**
   * Starts a sandbox for no function in particular.
   *
   * @param runtime which runtime it starts already, as {@link StartedRuntimes} says
   */
  CompletableFuture<SandboxProcess> start(String runtime, Consumer<String> log) {
    String uid = UUID.randomUUID().toString();
    var key = new byte[IDENTITY_BYTES];
    random.nextBytes(key);
    String identityKey = Base64.getEncoder().encodeToString(key);
    try {
      Path folder = SandboxFolder.create(parent, uid);
      ProcessBuilder builder = builder(places, folder, List.of(shim.toString()));
      Map<String, String> variables = builder.environment();
      variables.put("HEARTH_LISTEN", "127.0.0.1:0");
      variables.put("HEARTH_RUNTIME_API", "127.0.0.1:0");
      variables.put("HEARTH_SANDBOX_UID", uid);
      variables.put("HEARTH_IDENTITY_KEY", identityKey);
      variables.put("HEARTH_GATEWAY_KEYS", gatewayKey);
      variables.put("HEARTH_PRESTART", runtime);
      return leash
          .start(builder, Leash.As.ROOT)
          .thenApply(process -> new SandboxProcess(leash, uid, identityKey, folder, process, log));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private ProcessBuilder builder(SandboxPlaces how, Path folder, List<String> inner) {
    var command = new ArrayList<>(how.command(script, folder, kept));
    command.addAll(inner);
    var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    environment.forEach(
        (name, value) -> {
          if (PASSED_ON.contains(name) || CREDENTIALS.contains(name)) {
            variables.put(name, value);
          }
        });
    CREDENTIALS.forEach(name -> variables.putIfAbsent(name, "local"));
    variables.putAll(how.environment(folder));
    return builder.redirectErrorStream(true);
  }

  /** The most that works: with /var/task and /opt, without, or nothing at all. */
  private SandboxPlaces probe() throws IOException, InterruptedException {
    if (leash.isolation() instanceof Isolation.None(String reason)) {
      return new SandboxPlaces.Shared(reason);
    }
    String refusal = "";
    for (boolean task : new boolean[] {true, false}) {
      var candidate = new SandboxPlaces.Private(task, task && isEmpty(Path.of("/opt")));
      refusal = tryOut(candidate);
      if (refusal.isEmpty()) {
        return candidate;
      }
    }
    return new SandboxPlaces.Shared(refusal);
  }

  /** An empty text if a sandbox can be made that way, else what the system says. */
  private String tryOut(SandboxPlaces.Private candidate) throws IOException, InterruptedException {
    Path folder = SandboxFolder.create(parent, "probe");
    try {
      String task = candidate.task() ? "touch /var/task/probe && " : "";
      List<String> check = List.of("sh", "-c", task + "touch /tmp/probe");
      Process process = leash.startNow(builder(candidate, folder, check), Leash.As.ROOT);
      if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "a probe took more than " + PROBE_SECONDS + " s";
      }
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      boolean made = process.exitValue() == 0 && Files.exists(folder.resolve("tmp/probe"));
      return made ? "" : "exit code " + process.exitValue() + ": " + said;
    } finally {
      SandboxFolder.remove(folder);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
