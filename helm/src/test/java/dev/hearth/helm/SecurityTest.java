package dev.hearth.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What each part may do, and who may speak to it. */
class SecurityTest {
  private static final Path RIGHTS = Path.of("src/test/resources/rights.txt");

  @Test
  void each_part_has_the_rights_that_are_listed_and_no_others() throws IOException {
    String rights = rights(Chart.with());
    if (Boolean.getBoolean("rights.write")) {
      Files.writeString(RIGHTS, rights);
    }
    assertEquals(
        Files.readString(RIGHTS),
        rights,
        "if they are meant, list them: mvn -pl helm test -Drights.write=true");
  }

  @Test
  void secrets_can_be_confined_to_some_namespaces() {
    Chart chart = Chart.with("functionNamespaces[0]=shop", "functionNamespaces[1]=bank");
    assertEquals(
        Set.of("shop", "bank"),
        chart.all("RoleBinding").stream()
            .filter(binding -> Chart.name(binding).equals("hearth-function-inputs"))
            .map(binding -> binding.at("/metadata/namespace").asText())
            .collect(Collectors.toSet()));
    assertTrue(
        chart.all("ClusterRoleBinding").stream()
            .noneMatch(binding -> Chart.name(binding).equals("hearth-function-inputs")));
  }

  @Test
  void every_pod_passes_the_restricted_standard_with_a_read_only_root() {
    List<JsonNode> pods = Chart.with().podSpecs();
    assertEquals(5, pods.size());
    for (JsonNode pod : pods) {
      assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean(), pod::toString);
      assertEquals("RuntimeDefault", pod.at("/securityContext/seccompProfile/type").asText());
      for (JsonNode container : pod.get("containers")) {
        JsonNode security = container.get("securityContext");
        assertEquals(false, security.get("allowPrivilegeEscalation").asBoolean(true));
        assertEquals("[\"ALL\"]", security.at("/capabilities/drop").toString());
        assertTrue(security.get("readOnlyRootFilesystem").asBoolean());
        assertTrue(container.at("/resources/limits").has("memory"), container::toString);
      }
    }
  }

  @Test
  void the_internal_port_is_for_operator_and_gateways_and_no_service_leads_there_from_outside() {
    Chart chart = Chart.with("gateway.service.type=LoadBalancer");
    JsonNode policy = chart.the("NetworkPolicy", "hearth-gateway").get("spec");
    assertEquals("[\"Ingress\"]", policy.get("policyTypes").toString());
    List<JsonNode> rules =
        list(policy.get("ingress")).stream()
            .filter(rule -> rule.get("ports").toString().contains("internal"))
            .toList();
    assertEquals(1, rules.size());
    assertEquals(
        Set.of("hearth-operator", "hearth-gateway"),
        list(rules.getFirst().get("from")).stream()
            .map(
                peer -> peer.at("/podSelector/matchLabels").path("app.kubernetes.io/name").asText())
            .collect(Collectors.toSet()));
    JsonNode outside = chart.the("Service", "hearth-gateway").get("spec");
    assertEquals(1, outside.get("ports").size());
    assertEquals(8080, outside.at("/ports/0/port").asInt());
    assertEquals(
        "None", chart.the("Service", "hearth-gateway-pods").at("/spec/clusterIP").asText());
  }

  @Test
  void the_lambda_api_can_be_closed_to_all_but_some() {
    JsonNode policy =
        Chart.with("networkPolicy.clients[0].podSelector.matchLabels.app=web")
            .the("NetworkPolicy", "hearth-gateway");
    assertEquals("web", policy.at("/spec/ingress/0/from/0/podSelector/matchLabels/app").asText());
    assertEquals(0, Chart.with("networkPolicy.enabled=false").all("NetworkPolicy").size());
  }

  private static String rights(Chart chart) {
    var lines = new ArrayList<String>();
    for (String kind : List.of("ClusterRole", "Role")) {
      for (JsonNode role : chart.all(kind)) {
        for (JsonNode rule : role.get("rules")) {
          for (JsonNode resource : rule.get("resources")) {
            String names = rule.has("resourceNames") ? " " + words(rule.get("resourceNames")) : "";
            lines.add(
                "%s %s: %s/%s%s: %s"
                    .formatted(
                        kind,
                        Chart.name(role),
                        rule.at("/apiGroups/0").asText(),
                        resource.asText(),
                        names,
                        words(rule.get("verbs"))));
          }
        }
      }
    }
    return lines.stream().sorted().collect(Collectors.joining("\n", "", "\n"));
  }

  private static String words(JsonNode array) {
    return list(array).stream().map(JsonNode::asText).collect(Collectors.joining(" "));
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
