package dev.hearth.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShimConfigTest {
  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("HEARTH_SANDBOX_UID", "uid");
    environment.put("HEARTH_IDENTITY_KEY", Base64.getEncoder().encodeToString(new byte[32]));
    environment.put("HEARTH_GATEWAY_KEYS", "AAAA,BBBB");
    return environment;
  }

  @Test
  void what_is_not_said_has_a_default() {
    ShimConfig config = ShimConfig.of(environment());
    assertEquals(9000, config.listen().getPort());
    assertEquals("0.0.0.0", config.listen().getHostString());
    assertEquals(9001, config.runtimeApi().getPort());
    assertEquals("127.0.0.1", config.runtimeApi().getHostString());
    assertEquals(Path.of("/var/task"), config.taskRoot());
    assertEquals(0, config.epoch());
    assertEquals(2, config.gatewayKeys().size());
  }

  @Test
  void the_runtime_inherits_nothing_of_ours_or_the_clusters_and_what_was_hidden_from_us() {
    Map<String, String> environment = environment();
    environment.put("PATH", "/bin");
    environment.put("KUBERNETES_SERVICE_HOST", "10.96.0.1");
    environment.put("HEARTH_HIDDEN_JAVA_TOOL_OPTIONS", "-Xmx1g");
    assertEquals(
        Map.of("PATH", "/bin", "JAVA_TOOL_OPTIONS", "-Xmx1g"),
        ShimConfig.of(environment).inherited());
  }

  @Test
  void what_was_only_set_or_blanked_for_the_shim_the_runtime_does_not_see() {
    Map<String, String> environment = environment();
    environment.put("JAVA_TOOL_OPTIONS", "");
    environment.put("LD_LIBRARY_PATH", "");
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("LOCPATH", "/.hearth/hearth/locale");
    environment.put("HEARTH_HIDDEN_LD_LIBRARY_PATH", "/var/lang/lib");
    environment.put("EMPTY", "");
    assertEquals(
        Map.of("LD_LIBRARY_PATH", "/var/lang/lib", "EMPTY", ""),
        ShimConfig.of(environment).inherited());
  }

  @ParameterizedTest
  @CsvSource({
    "HEARTH_SANDBOX_UID,",
    "HEARTH_IDENTITY_KEY, AAAA",
    "HEARTH_IDENTITY_KEY, !",
    "HEARTH_GATEWAY_KEYS, '!'",
    "HEARTH_EPOCH, -x",
    "HEARTH_LISTEN, 9000",
    "HEARTH_LISTEN, host:",
    "HEARTH_RUNTIME_API, host:70000",
    "HEARTH_PRESTART, '{\"instead\":[],\"command\":[\"p\",\"a.py\"]}'",
    "HEARTH_PRESTART, '{\"instead\":[\"a\"],\"command\":[]}'",
    "HEARTH_PRESTART, '{'",
  })
  void what_is_wrong_is_named(String name, String value) {
    Map<String, String> environment = environment();
    environment.put(name, value == null ? "" : value);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ShimConfig.of(environment));
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }
}
