package dev.hearth.shim.log;

import dev.hearth.shim.function.FunctionSettings;

/** What a log says of the function it belongs to. */
public record Identity(
    String function, String version, String initializationType, String runtime, String runtimeArn) {
  public static Identity of(FunctionSettings function) {
    return new Identity(
        function.name(),
        function.version(),
        function.initializationType(),
        versioned(function.runtime()),
        "arn:aws:lambda:" + function.region() + "::runtime:" + function.runtime());
  }

  /**
   * {@code python3.11} as {@code python:3.11}, {@code provided.al2023} as {@code provided:al2023}.
   */
  static String versioned(String runtime) {
    int at = 0;
    while (at < runtime.length() && Character.isLetter(runtime.charAt(at))) {
      at++;
    }
    int version = at < runtime.length() && runtime.charAt(at) == '.' ? at + 1 : at;
    String rest = runtime.substring(version);
    return runtime.substring(0, at)
        + (rest.isEmpty()
            ? ""
            : ":" + (rest.endsWith(".x") ? rest.substring(0, rest.length() - 2) : rest));
  }
}
