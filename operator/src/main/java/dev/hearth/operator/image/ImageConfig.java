package dev.hearth.operator.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an image says about starting it.
 *
 * @param digest of the manifest for the wanted architecture, {@code sha256:} before it
 */
public record ImageConfig(
    String digest,
    List<String> entryPoint,
    List<String> command,
    String workingDirectory,
    Map<String, String> environment) {
  public ImageConfig {
    entryPoint = List.copyOf(entryPoint);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Reads the configuration document of OCI and Docker. */
  static ImageConfig of(String digest, JsonNode document) {
    JsonNode config = document.path("config");
    var environment = new LinkedHashMap<String, String>();
    for (String variable : texts(config.path("Env"))) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return new ImageConfig(
        digest,
        texts(config.path("Entrypoint")),
        texts(config.path("Cmd")),
        config.path("WorkingDir").asText(""),
        environment);
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }
}
