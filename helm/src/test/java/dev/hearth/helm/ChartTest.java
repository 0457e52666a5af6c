package dev.hearth.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartTest {
  private static final Path DEFINITIONS = Path.of("../crds/src/main/resources/crds");

  @TempDir private Path folder;

  @Test
  void helm_finds_nothing_to_complain_about() {
    var lint = new Helm(Chart.FOLDER).lint().strict().call();
    assertFalse(lint.isFailed(), () -> String.join("\n", lint.getMessages()));
  }

  @Test
  void nothing_is_installed_until_somebody_says_that_everybody_may_invoke() {
    var refused = assertThrows(IllegalStateException.class, () -> Chart.rendered(Stream.of()));
    assertTrue(refused.getMessage().contains("--set auth.mode=none"), refused.getMessage());
  }

  @Test
  void the_definitions_are_those_of_crds() throws IOException {
    assertEquals(names(DEFINITIONS), names(Chart.FOLDER.resolve("crds")));
    for (String file : names(DEFINITIONS)) {
      assertEquals(
          Files.readString(DEFINITIONS.resolve(file)),
          Files.readString(Chart.FOLDER.resolve("crds").resolve(file)),
          "copy them: cp crds/src/main/resources/crds/*.yml helm/hearth/crds/");
    }
  }

  @Test
  void an_upgrade_may_change_every_definition_and_nothing_else() throws IOException {
    JsonNode rules = Chart.with().the("ClusterRole", "hearth-crds").get("rules");
    Set<String> may = new TreeSet<>();
    rules.get(1).get("resourceNames").forEach(name -> may.add(name.asText()));
    assertEquals(
        names(DEFINITIONS).stream()
            .map(file -> file.replace("-v1.yml", ""))
            .collect(Collectors.toSet()),
        may);
  }

  @Test
  void definitions_are_changed_before_upgrades_and_before_an_installation_that_finds_old_ones() {
    JsonNode usual = Chart.with().the("Job", "hearth-crds");
    assertEquals("pre-upgrade,pre-rollback", usual.at("/metadata/annotations/hook").asText());
    JsonNode old =
        Chart.with("global.definitions.spec.versions[0].schema=old").the("Job", "hearth-crds");
    assertEquals(
        "pre-install,pre-upgrade,pre-rollback", old.at("/metadata/annotations/hook").asText());
    assertEquals(
        0,
        Chart.with("crds.upgrade=false").all("Job").stream()
            .filter(job -> Chart.name(job).equals("hearth-crds"))
            .count());
  }

  @Test
  void the_chart_has_the_projects_version() {
    JsonNode chart = Chart.read(Chart.FOLDER.resolve("Chart.yaml"));
    assertEquals(System.getProperty("project.version"), chart.get("version").asText());
    assertEquals(System.getProperty("project.version"), chart.get("appVersion").asText());
  }

  @Test
  void images_come_from_the_registry_and_with_the_tag_that_values_name() {
    Set<String> images =
        Chart.with("image.registry=registry.example.com/team", "image.tag=t1").podSpecs().stream()
            .map(spec -> spec.at("/containers/0/image").asText())
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "registry.example.com/team/hearth/operator:t1",
            "registry.example.com/team/hearth/gateway:t1"),
        images);
  }

  @Test
  void a_gateway_has_a_volume_of_its_own_unless_it_is_a_trial() {
    JsonNode kept = Chart.with().the("StatefulSet", "hearth-gateway").get("spec");
    assertEquals("data", kept.at("/volumeClaimTemplates/0/metadata/name").asText());
    JsonNode trial =
        Chart.with("gateway.persistence.enabled=false")
            .the("StatefulSet", "hearth-gateway")
            .get("spec");
    assertTrue(trial.path("volumeClaimTemplates").isMissingNode());
    assertTrue(trial.at("/template/spec/volumes/1/emptyDir").has("sizeLimit"));
  }

  @Test
  void runtimes_are_awss_images_and_values_replace_take_away_and_add() throws IOException {
    JsonNode python = Chart.with().the("Runtime", "python3.12").get("spec");
    assertEquals("public.ecr.aws/lambda/python:3.12", python.get("image").asText());
    assertEquals("[\"/var/runtime/bootstrap\"]", python.get("command").toString());
    Path values = folder.resolve("values.yaml");
    Files.writeString(
        values,
        """
        runtimes:
          python3.12: {image: "example.com/python:1"}
          ruby3.2: null
          provided.mine: {image: "example.com/mine:1", environment: {}, architectures: [arm64]}
        """);
    Chart chart = Chart.withFile(values);
    JsonNode replaced = chart.the("Runtime", "python3.12").get("spec");
    assertEquals("example.com/python:1", replaced.get("image").asText());
    assertEquals("[\"/var/runtime/bootstrap\"]", replaced.get("command").toString());
    JsonNode added = chart.the("Runtime", "provided.mine").get("spec");
    assertEquals("[\"${taskRoot}/bootstrap\"]", added.get("command").toString());
    assertEquals("{}", added.get("environment").toString());
    assertEquals(Chart.with().all("Runtime").size(), chart.all("Runtime").size());
    assertTrue(chart.all("Runtime").stream().noneMatch(r -> Chart.name(r).equals("ruby3.2")));
  }

  @Test
  void the_notes_say_loudly_that_everybody_may_invoke_and_louder_where_that_is_the_world() {
    String inside = Chart.with().the("Notes", "notes").get("text").asText();
    assertTrue(inside.contains("WHOEVER REACHES Service hearth-gateway MAY INVOKE"), inside);
    assertFalse(inside.contains("more than the cluster"), inside);
    String outside =
        Chart.with("gateway.service.type=NodePort").the("Notes", "notes").get("text").asText();
    assertTrue(outside.contains("of type NodePort, so this is more than the cluster"), outside);
  }

  @Test
  void a_node_can_always_be_drained() {
    List<JsonNode> budgets = Chart.with().all("PodDisruptionBudget");
    assertEquals(2, budgets.size());
    budgets.forEach(budget -> assertEquals(1, budget.at("/spec/maxUnavailable").asInt()));
    assertEquals(
        0, Chart.with("podDisruptionBudget.enabled=false").all("PodDisruptionBudget").size());
  }

  @Test
  void metrics_are_announced_where_the_prometheus_operator_is() {
    assertEquals(0, Chart.with().all("ServiceMonitor").size());
    assertEquals(2, Chart.with("serviceMonitor.enabled=true").all("ServiceMonitor").size());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
