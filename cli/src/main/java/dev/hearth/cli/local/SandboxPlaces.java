package dev.hearth.cli.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where a sandbox has its code, its layers and its scratch space. */
sealed interface SandboxPlaces {
  /**
   * Its own /tmp, in a mount namespace.
   *
   * @param task whether its code is at /var/task, as on AWS
   * @param layers whether /opt is its own
   */
  record Private(boolean task, boolean layers) implements SandboxPlaces {}

  /**
   * The machine's /tmp is everybody's; each sandbox has a folder in it.
   *
   * @param reason why the system grants no more
   */
  record Shared(String reason) implements SandboxPlaces {}

  /**
   * What comes before the shim in a sandbox's command.
   *
   * @param kept folders below /tmp that the sandbox needs to see
   */
  default List<String> command(Path script, Path folder, List<String> kept) {
    return switch (this) {
      case Shared _ -> List.of();
      case Private(boolean task, boolean layers) -> {
        var command = new ArrayList<>(List.of("sh", script.toString(), folder.toString()));
        command.addAll(List.of(task ? "yes" : "no", layers ? "yes" : "no"));
        command.addAll(kept);
        command.add("--");
        yield command;
      }
    };
  }

  /** What the shim is told about where things are. */
  default Map<String, String> environment(Path folder) {
    return switch (this) {
      case Private(boolean task, boolean layers) ->
          Map.of(
              "HEARTH_TASK_ROOT", task ? "/var/task" : "/tmp/.hearth/task",
              "HEARTH_LAYER_ROOT", layers ? "/opt" : "/tmp/.hearth/opt",
              "HEARTH_TMP", "/tmp");
      case Shared _ ->
          Map.of(
              "HEARTH_TASK_ROOT", folder.resolve("task").toString(),
              "HEARTH_LAYER_ROOT", folder.resolve("opt").toString(),
              "HEARTH_TMP", folder.resolve("tmp").toString(),
              "TMPDIR", folder.resolve("tmp").toString());
    };
  }
}
