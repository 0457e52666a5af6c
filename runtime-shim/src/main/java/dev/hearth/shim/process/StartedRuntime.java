package dev.hearth.shim.process;

import dev.hearth.shim.json.JsonText;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A runtime's process that was started before there is a function: an interpreter that waits to be
 * told what to run. It is used at most once, and only where a function could not notice.
 */
public final class StartedRuntime {
  /** Variables that an interpreter, its linker or its C library read when they start. */
  private static final List<String> READ_AT_START =
      List.of(
          "PYTHON",
          "NODE_",
          "UV_",
          "OPENSSL_",
          "LD_",
          "LC_",
          "LANG",
          "MALLOC_",
          "GLIBC_",
          "JAVA_",
          "_JAVA_",
          "JDK_");

  private static final Set<String> READ_AT_START_TOO =
      Set.of("AWS_LAMBDA_EXEC_WRAPPER", "CLASSPATH", "HOME", "LOCPATH");

  private static final String MEMORY = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";
  private static final String WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";
  private static final String INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";

  private final Prestart prestart;
  private final Map<String, String> environment;
  private final String given;
  private final Path folder;
  private final Process process;

  private StartedRuntime(
      Prestart prestart,
      Map<String, String> environment,
      String given,
      Path folder,
      Process process) {
    this.prestart = prestart;
    this.environment = environment;
    this.given = given;
    this.folder = folder;
    this.process = process;
  }

  /**
   * @param hooks the folder with what interpreters load when they start, which waits
   * @param environment what a function without any variables would have
   * @param output what it writes goes there, its standard error too
   */
  public static StartedRuntime start(
      Prestart prestart,
      Path hooks,
      Placeholders places,
      Map<String, String> environment,
      File output)
      throws IOException {
    if (environment.containsKey(WRAPPER)) {
      throw new IOException("its image has a " + WRAPPER);
    }
    ProcessBuilder builder = new ProcessBuilder(places.fill(prestart.command()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().merge("PYTHONPATH", hooks.toString(), (users, own) -> own + ":" + users);
    builder
        .environment()
        .merge(
            "NODE_OPTIONS",
            "--require \"" + hooks.resolve("prestart.cjs") + '"',
            (users, own) -> users + " " + own);
    builder.environment().put(WRAPPER, hooks.resolve("java.sh").toString());
    builder
        .directory(places.taskRoot().toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.to(output));
    return new StartedRuntime(
        prestart, environment, json(builder.environment()), places.taskRoot(), builder.start());
  }

  public int pid() {
    return (int) process.pid();
  }

  /** Whether a runtime with that command, variables and folder would start in the same way. */
  public boolean suits(List<String> command, Map<String, String> variables, Path workingDirectory) {
    return process.isAlive()
        && prestart.instead().equals(command)
        && folder.equals(workingDirectory)
        && (!isJava(variables) || same(INITIALIZATION_TYPE, variables))
        && (prestart.memorySizeMb() == 0 || same(MEMORY, variables))
        && startsAlike(environment, variables)
        && startsAlike(variables, environment);
  }

  /** AWS's Java compiles more where it was started ahead of requests. */
  private static boolean isJava(Map<String, String> variables) {
    return variables.getOrDefault("AWS_EXECUTION_ENV", "").startsWith("AWS_Lambda_java");
  }

  private boolean same(String name, Map<String, String> variables) {
    return environment.get(name).equals(variables.get(name));
  }

  // Plain loops: this runs once in a process, when somebody waits, and linking a lambda costs more.
  private static boolean startsAlike(Map<String, String> some, Map<String, String> others) {
    for (Map.Entry<String, String> variable : some.entrySet()) {
      String name = variable.getKey();
      if (isReadAtStart(name) && !variable.getValue().equals(others.get(name))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isReadAtStart(String name) {
    for (String beginning : READ_AT_START) {
      if (name.startsWith(beginning)) {
        return true;
      }
    }
    return READ_AT_START_TOO.contains(name);
  }

  /** Lets it run the function; empty where it cannot be told. */
  public Optional<RuntimeProcess> run(
      Placeholders places, Map<String, String> variables, Path workingDirectory) {
    byte[] told =
        new JsonText()
            .putJson("environment", json(variables))
            .putJson("given", given)
            .put("command", String.join("\0", places.fill(prestart.command())))
            .put("folder", workingDirectory.toString())
            .bytes();
    if (Files.isDirectory(workingDirectory)) {
      try (OutputStream in = process.getOutputStream()) {
        in.write(told);
        return Optional.of(new RuntimeProcess(process));
      } catch (IOException _) {
        // It has ended meanwhile.
      }
    }
    return Optional.empty();
  }

  private static String json(Map<String, String> variables) {
    JsonText json = new JsonText();
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      json.put(variable.getKey(), variable.getValue());
    }
    return json.toString();
  }

  public void kill() {
    process.destroyForcibly();
  }
}
