package dev.hearth.shim.function;

import dev.hearth.shim.artifact.Artifact;
import dev.hearth.shim.json.JsonException;
import dev.hearth.shim.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What specialise says of the function.
 *
 * @param command the runtime's, with {@code ${taskRoot}} and the like still in it
 * @param runtimeEnvironment what that runtime needs, e.g. where its interface client is
 * @param environment the user's own variables
 */
public record FunctionSettings(
    String name,
    String version,
    String revision,
    String accountId,
    String region,
    String runtime,
    List<String> command,
    Map<String, String> runtimeEnvironment,
    String workingDirectory,
    String handler,
    int memorySizeMb,
    int timeoutMs,
    Map<String, String> environment,
    String initializationType,
    LogSettings logs,
    List<Artifact> artifacts) {
  private static final int COMMAND_WORDS = 64;
  private static final int ARTIFACTS = 16;
  private static final int MEMORY_MB = 32_768;
  private static final int TIMEOUT_MS = 5_400_000;

  public static FunctionSettings parse(String json) throws JsonException {
    JsonObject object = JsonObject.parse(json);
    List<Artifact> artifacts = new ArrayList<>();
    for (JsonObject artifact : object.objects("artifacts")) {
      artifacts.add(artifact(artifact));
    }
    return new FunctionSettings(
        object.string("function"),
        object.string("version"),
        object.string("revision", ""),
        object.string("accountId", ""),
        object.string("region"),
        object.string("runtime"),
        limited("command", object.list("command"), 1, COMMAND_WORDS),
        object.strings("runtimeEnvironment"),
        object.string("workingDirectory", "${taskRoot}"),
        object.string("handler", ""),
        limited(object, "memorySizeMb", MEMORY_MB),
        limited(object, "timeoutMs", TIMEOUT_MS),
        object.strings("environment"),
        object.string("initializationType", "on-demand"),
        LogSettings.of(object),
        limited("artifacts", artifacts, 0, ARTIFACTS));
  }

  private static Artifact artifact(JsonObject object) throws JsonException {
    String kind = object.string("kind");
    for (Artifact.Kind known : Artifact.Kind.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(kind)) {
        return new Artifact(
            known, object.string("sha256"), object.string("crc32c", ""), object.number("size"));
      }
    }
    throw new JsonException("an artifact's kind must be code or layer");
  }

  private static int limited(JsonObject object, String name, int most) throws JsonException {
    long value = object.number(name);
    if (value < 1 || value > most) {
      throw new JsonException(name + " must be from 1 to " + most);
    }
    return (int) value;
  }

  private static <T> List<T> limited(String name, List<T> list, int least, int most)
      throws JsonException {
    if (list.size() < least || list.size() > most) {
      throw new JsonException(name + " must have from " + least + " to " + most + " elements");
    }
    return List.copyOf(list);
  }
}
