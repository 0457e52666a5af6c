package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MetricsIT {
  private static final Path TABLE = Path.of("../docs/metrics.md");
  private static final Pattern NAME = Pattern.compile("# TYPE (\\S+) ");
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\|");

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private TestGateway gateway;

  @BeforeEach
  void use_everything_once() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    gateway = new TestGateway(folder, keys, source, config -> config);
    gateway.function("f", "first");
    gateway.publish("f", "1");
    gateway.provision("f", "1", 1);
    assertEquals(200, gateway.invoke("f", "{}").statusCode());
    assertEquals(200, gateway.invoke("f:1", "{}").statusCode());
  }

  @AfterEach
  void stop() {
    gateway.close();
    source.close();
  }

  @Test
  void every_metric_stands_in_the_table_and_the_other_way_round() throws IOException {
    Set<String> promised =
        Files.readAllLines(TABLE).stream()
            .map(ROW::matcher)
            .filter(row -> row.lookingAt())
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(String.join("\n", promised), String.join("\n", names()));
  }

  @Test
  void the_phases_of_a_start_are_told_by_runtime() {
    String metrics = gateway.management("/metrics");
    for (String phase : Set.of("claim", "push", "init")) {
      String line =
          "\nsandbox_start_phase_seconds_count{initialization_type=\"on-demand\",phase=\"%s\",runtime=\"provided.al2023\"} 1"
              .formatted(phase);
      assertTrue(metrics.contains(line), metrics);
    }
  }

  @Test
  void nothing_is_told_of_a_function_that_is_gone() {
    assertTrue(gateway.management("/metrics").contains("function_name=\"f\""));
    gateway.catalogue.update(before -> Map.of());
    String metrics = gateway.management("/metrics");
    assertFalse(metrics.contains("function_name=\"f\""), metrics);
    assertFalse(metrics.contains("namespace=\"default\""), metrics);
  }

  private Set<String> names() {
    return NAME.matcher(gateway.management("/metrics"))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
