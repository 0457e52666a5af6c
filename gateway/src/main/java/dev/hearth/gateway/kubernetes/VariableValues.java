package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.ValueReference;
import dev.hearth.gateway.sandbox.SandboxUnavailableException;
import dev.hearth.gateway.sandbox.pool.StartFailure;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads variables' values from Secrets and ConfigMaps when a sandbox is specialised. They are kept
 * nowhere; a sandbox has the values of its own start for life.
 */
final class VariableValues {
  private final KubernetesClient kubernetes;

  VariableValues(KubernetesClient kubernetes) {
    this.kubernetes = kubernetes;
  }

  /** The function with the values in its environment. */
  FunctionVersion fillIn(FunctionVersion function) throws SandboxUnavailableException {
    if (function.variablesFrom().isEmpty()) {
      return function;
    }
    var objects = new HashMap<String, Map<String, String>>();
    var environment = new HashMap<>(function.environment());
    for (var variable : function.variablesFrom().entrySet()) {
      ValueReference reference = variable.getValue();
      String object = called(reference);
      Map<String, String> values = objects.get(object);
      if (values == null) {
        values = read(function.id().namespace(), reference);
        objects.put(object, values);
      }
      String value = values.get(reference.key());
      if (value == null) {
        throw wrong(
            object
                + " has no key "
                + reference.key()
                + ", which "
                + variable.getKey()
                + " is to be read from.");
      }
      environment.put(variable.getKey(), value);
    }
    return function.withEnvironment(environment);
  }

  private Map<String, String> read(String namespace, ValueReference reference)
      throws SandboxUnavailableException {
    try {
      Map<String, String> values =
          switch (reference.kind()) {
            case SECRET -> {
              Secret secret =
                  kubernetes.secrets().inNamespace(namespace).withName(reference.name()).get();
              yield secret == null ? null : decoded(secret.getData());
            }
            case CONFIG_MAP -> {
              ConfigMap map =
                  kubernetes.configMaps().inNamespace(namespace).withName(reference.name()).get();
              yield map == null ? null : orEmpty(map.getData());
            }
          };
      if (values == null) {
        throw wrong("There is no " + called(reference) + " in namespace " + namespace + ".");
      }
      return values;
    } catch (KubernetesClientException e) {
      throw new SandboxUnavailableException(
          called(reference) + " cannot be read: " + e.getMessage());
    }
  }

  private static Map<String, String> decoded(Map<String, String> data) {
    var values = new HashMap<String, String>();
    orEmpty(data)
        .forEach(
            (key, base64) ->
                values.put(
                    key, new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8)));
    return values;
  }

  private static Map<String, String> orEmpty(Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  private static String called(ValueReference reference) {
    return switch (reference.kind()) {
      case SECRET -> "Secret " + reference.name();
      case CONFIG_MAP -> "ConfigMap " + reference.name();
    };
  }

  private static SandboxUnavailableException wrong(String message) {
    return new SandboxUnavailableException(StartFailure.Kind.BAD_CONFIGURATION, message);
  }
}
