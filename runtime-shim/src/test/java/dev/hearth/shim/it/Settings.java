package dev.hearth.shim.it;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The settings of a function to specialise a sandbox for, as JSON. */
public record Settings(
    List<String> command,
    List<String> runtimeEnvironment,
    List<String> environment,
    String handler,
    int memorySizeMb,
    int timeoutMs,
    String logFormat,
    String runtime) {
  public static Settings running(String... command) {
    return new Settings(
        List.of(command),
        List.of(),
        List.of(),
        "app.handler",
        512,
        3000,
        "Text",
        "provided.al2023");
  }

  public Settings timeout(int ms) {
    return new Settings(
        command, runtimeEnvironment, environment, handler, memorySizeMb, ms, logFormat, runtime);
  }

  public Settings memory(int mb) {
    return new Settings(
        command, runtimeEnvironment, environment, handler, mb, timeoutMs, logFormat, runtime);
  }

  public Settings handler(String name) {
    return new Settings(
        command,
        runtimeEnvironment,
        environment,
        name,
        memorySizeMb,
        timeoutMs,
        logFormat,
        runtime);
  }

  public Settings runtime(String name) {
    return new Settings(
        command,
        runtimeEnvironment,
        environment,
        handler,
        memorySizeMb,
        timeoutMs,
        logFormat,
        name);
  }

  public Settings json() {
    return new Settings(
        command,
        runtimeEnvironment,
        environment,
        handler,
        memorySizeMb,
        timeoutMs,
        "JSON",
        runtime);
  }

  /** A user's variable. */
  public Settings with(String name, String value) {
    List<String> more = new ArrayList<>(environment);
    more.add(quote(name) + ":" + quote(value));
    return new Settings(
        command, runtimeEnvironment, more, handler, memorySizeMb, timeoutMs, logFormat, runtime);
  }

  /** A variable that the runtime needs. */
  public Settings needing(String name, String value) {
    List<String> more = new ArrayList<>(runtimeEnvironment);
    more.add(quote(name) + ":" + quote(value));
    return new Settings(
        command, more, environment, handler, memorySizeMb, timeoutMs, logFormat, runtime);
  }

  public String text() {
    return """
        {"function":"test","version":"$LATEST","revision":"r1","accountId":"000000000000",\
        "region":"us-east-1","runtime":%s,"command":[%s],"runtimeEnvironment":{%s},\
        "workingDirectory":"${taskRoot}","handler":%s,"memorySizeMb":%d,"timeoutMs":%d,\
        "environment":{%s},"initializationType":"on-demand","logFormat":%s}"""
        .formatted(
            quote(runtime),
            command.stream().map(Settings::quote).collect(Collectors.joining(",")),
            String.join(",", runtimeEnvironment),
            quote(handler),
            memorySizeMb,
            timeoutMs,
            String.join(",", environment),
            quote(logFormat));
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
