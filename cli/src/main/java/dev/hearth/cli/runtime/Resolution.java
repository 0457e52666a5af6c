package dev.hearth.cli.runtime;

import java.util.List;
import java.util.Map;

/** What this machine answers when it is asked for one of AWS's runtimes. */
public sealed interface Resolution {
  /**
   * The runtime can be started here; everything it needs is on disk.
   *
   * @param command what starts it, with the task root as its working directory; {@code
   *     ${taskRoot}}, {@code ${layerRoot}} and {@code ${handler}} are filled in by the shim, and
   *     {@code AWS_LAMBDA_FUNCTION_MEMORY_SIZE} is expected in the environment
   * @param environment variables that belong to the runtime; their values may hold the same
   *     placeholders
   */
  record Found(List<String> command, Map<String, String> environment) implements Resolution {
    public Found {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * The runtime cannot be started here.
   *
   * @param message why, and what to install, for the function's user
   */
  record Missing(String message) implements Resolution {}
}
