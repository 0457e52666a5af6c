package dev.hearth.shim;

import dev.hearth.shim.json.JsonException;
import dev.hearth.shim.process.Prestart;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the shim is started with: its environment, read once.
 *
 * @param identityKey 32 bytes
 * @param gatewayKeys X.509 encodings of Ed25519 public keys
 * @param prestart the runtime that the spare starts before it is claimed
 * @param inherited the environment without what is the shim's own: the runtime starts from it
 */
public record ShimConfig(
    InetSocketAddress listen,
    InetSocketAddress runtimeApi,
    String sandboxUid,
    ByteBuffer identityKey,
    List<byte[]> gatewayKeys,
    long epoch,
    Path taskRoot,
    Path layerRoot,
    Path tmp,
    Optional<Prestart> prestart,
    Map<String, String> inherited) {
  private static final String OURS = "HEARTH_";

  /** Variables that would change the shim's own JVM; its launcher hides them under this prefix. */
  private static final String HIDDEN = "HEARTH_HIDDEN_";

  /** A sandbox's maker blanks these for the shim; left empty they would still be noticed. */
  private static final Set<String> BLANKED =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "LD_LIBRARY_PATH", "LD_PRELOAD");

  /** The shim's own; what an image says of them comes hidden. */
  private static final Set<String> LOCALE = Set.of("LC_ALL", "LOCPATH");

  private static final int IDENTITY_KEY_BYTES = 32;

  /**
   * @throws IllegalArgumentException naming the variable that is missing or malformed
   */
  public static ShimConfig of(Map<String, String> environment) {
    Map<String, String> inherited = new LinkedHashMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(HIDDEN)) {
            inherited.put(name.substring(HIDDEN.length()), value);
          } else if (!isOurs(name, value)) {
            inherited.putIfAbsent(name, value);
          }
        });
    return new ShimConfig(
        address(environment, "HEARTH_LISTEN", "0.0.0.0:9000"),
        address(environment, "HEARTH_RUNTIME_API", "127.0.0.1:9001"),
        required(environment, "HEARTH_SANDBOX_UID"),
        ByteBuffer.wrap(identityKey(environment)).asReadOnlyBuffer(),
        Stream.of(required(environment, "HEARTH_GATEWAY_KEYS").split(",", -1))
            .map(key -> base64("HEARTH_GATEWAY_KEYS", key))
            .toList(),
        epoch(environment),
        Path.of(environment.getOrDefault("HEARTH_TASK_ROOT", "/var/task")),
        Path.of(environment.getOrDefault("HEARTH_LAYER_ROOT", "/opt")),
        Path.of(environment.getOrDefault("HEARTH_TMP", "/tmp")),
        prestart(environment),
        inherited);
  }

  /** Not the function's business; Kubernetes tells every container where its API server is. */
  private static boolean isOurs(String name, String value) {
    return name.startsWith(OURS)
        || name.startsWith("KUBERNETES_")
        || LOCALE.contains(name)
        || (BLANKED.contains(name) && value.isEmpty());
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static byte[] identityKey(Map<String, String> environment) {
    byte[] key = base64("HEARTH_IDENTITY_KEY", required(environment, "HEARTH_IDENTITY_KEY"));
    if (key.length != IDENTITY_KEY_BYTES) {
      throw new IllegalArgumentException(
          "HEARTH_IDENTITY_KEY must be " + IDENTITY_KEY_BYTES + " bytes in base64");
    }
    return key;
  }

  private static byte[] base64(String name, String value) {
    try {
      return Base64.getDecoder().decode(value.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " is not base64", e);
    }
  }

  private static Optional<Prestart> prestart(Map<String, String> environment) {
    String value = environment.getOrDefault("HEARTH_PRESTART", "");
    try {
      return value.isEmpty() ? Optional.empty() : Optional.of(Prestart.parse(value));
    } catch (JsonException e) {
      throw new IllegalArgumentException("HEARTH_PRESTART: " + e.getMessage(), e);
    }
  }

  private static long epoch(Map<String, String> environment) {
    String value = environment.getOrDefault("HEARTH_EPOCH", "0");
    try {
      return Long.parseUnsignedLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("HEARTH_EPOCH is not a number: " + value, e);
    }
  }

  private static InetSocketAddress address(
      Map<String, String> environment, String name, String absent) {
    String value = environment.getOrDefault(name, absent);
    int colon = value.lastIndexOf(':');
    try {
      int port = Integer.parseInt(value.substring(colon + 1));
      if (colon > 0 && port >= 0 && port <= 65_535) {
        return new InetSocketAddress(value.substring(0, colon), port);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be host:port, not " + value, e);
    }
    throw new IllegalArgumentException(name + " must be host:port, not " + value);
  }
}
