package dev.hearth.operator.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Finds a registry's credentials in a pull secret. */
final class RegistryCredentials {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RegistryCredentials() {}

  /** The value of {@code Authorization: Basic} for this registry, if the secret has one. */
  static Optional<String> basic(String dockerConfig, ImageReference image)
      throws JsonProcessingException {
    for (Map.Entry<String, JsonNode> entry :
        JSON.readTree(dockerConfig).path("auths").properties()) {
      if (image.isMeantBy(entry.getKey())) {
        return Optional.of(basic(entry.getValue()));
      }
    }
    return Optional.empty();
  }

  private static String basic(JsonNode auth) {
    if (auth.hasNonNull("auth")) {
      return auth.get("auth").asText();
    }
    String pair = auth.path("username").asText() + ":" + auth.path("password").asText();
    return Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
