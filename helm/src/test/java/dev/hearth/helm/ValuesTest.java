package dev.hearth.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings: what they are, what is refused, and that they arrive. */
class ValuesTest {
  private static final JsonNode SCHEMA = Chart.read(Chart.FOLDER.resolve("values.schema.json"));
  private static final JsonNode VALUES = Chart.read(Chart.FOLDER.resolve("values.yaml"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth.mode=iam",
        "gateway.replica=1",
        "gateway.replicas=2",
        "gateway.keepAlive=ten minutes",
        "gateway.accounts.1234=shop",
        "gateway.accounts.123456789012=Not A Namespace",
        "gateway.persistence.size=much",
        "gateway.service.type=ExternalName",
        "operator.replicas=3",
        "operator.logLevel=loud",
        "sandbox.resize=maybe",
        "sandbox.requestPercent=0",
        "sandbox.podSpec=x",
        "pool.max=10001",
        "code.s3Endpoint=ftp://store",
        "runtimes.Python.image=x",
        "runtimes.python3.command=x",
        "surprise=1"
      })
  void a_value_that_makes_no_sense_is_refused_by_name(String value) {
    var refused =
        assertThrows(
            IllegalStateException.class, () -> Chart.rendered(Stream.of("auth.mode=none", value)));
    assertTrue(refused.getMessage().contains("schema"), refused.getMessage());
    assertTrue(
        Pattern.compile("[.=]")
            .splitAsStream(value)
            .anyMatch(word -> refused.getMessage().contains(word)),
        refused.getMessage());
  }

  @Test
  void every_setting_is_described_and_nothing_else_is_taken() {
    described("", SCHEMA);
  }

  private static void described(String path, JsonNode schema) {
    assertTrue(schema.path("description").asText().length() > 5, path + " is not described");
    if (schema.has("properties")) {
      assertEquals(false, schema.path("additionalProperties").asBoolean(true), path);
      schema
          .get("properties")
          .properties()
          .forEach(one -> described(path + "/" + one.getKey(), one.getValue()));
    }
  }

  @Test
  void every_setting_has_a_default_in_values_yaml() {
    complete("", SCHEMA, VALUES);
  }

  private static void complete(String path, JsonNode schema, JsonNode values) {
    for (var one : schema.path("properties").properties()) {
      String name = path + "/" + one.getKey();
      if (!name.equals("/global") && !name.matches("/.*/resources")) {
        assertTrue(values.has(one.getKey()), name + " has no default");
        complete(name, one.getValue(), values.get(one.getKey()));
      }
    }
  }

  @Test
  void what_the_operator_can_be_told_is_what_the_chart_tells_it() throws IOException {
    Set<String> told = told(Chart.with().the("Deployment", "hearth-operator"));
    told.add("HEARTH_CODE_PLAIN_HTTP_REGISTRIES");
    assertEquals(
        variables("HEARTH", "../operator/src/main/java/dev/hearth/operator/OperatorConfig.java"),
        told);
  }

  @Test
  void what_a_gateway_can_be_told_is_what_the_chart_tells_it() throws IOException {
    Set<String> told =
        told(Chart.with("gateway.accounts.123456789012=shop").the("StatefulSet", "hearth-gateway"));
    // That of a stop is nobody's choice.
    told.add("HEARTH_GATEWAY_CLOSE_NOTICE");
    assertEquals(
        variables(
            "HEARTH_GATEWAY",
            "../gateway/src/main/java/dev/hearth/gateway/kubernetes/KubernetesConfig.java"),
        told);
  }

  private static Set<String> told(JsonNode workload) {
    var told = new TreeSet<String>();
    workload
        .at("/spec/template/spec/containers/0/env")
        .forEach(
            variable -> {
              if (variable.get("name").asText().startsWith("HEARTH_")) {
                told.add(variable.get("name").asText());
              }
            });
    return told;
  }

  /**
   * The variables of a config interface, read from its source: methods without a body, except those
   * that answer a group of their own name.
   */
  private static Set<String> variables(String prefix, String source) throws IOException {
    var variables = new TreeSet<String>();
    Deque<String> path = new ArrayDeque<>(Set.of(prefix));
    Pattern line = Pattern.compile("^  (  )?(?:interface (\\w+) \\{|([\\w<>]+) (\\w+)\\(\\);)$");
    for (String text : Files.readAllLines(Path.of(source))) {
      Matcher found = line.matcher(text);
      if (found.matches() && found.group(2) != null) {
        path.addLast(prefix + "_" + snake(found.group(2)));
      } else if (found.matches() && !found.group(3).equalsIgnoreCase(found.group(4))) {
        variables.add(path.getLast() + "_" + snake(found.group(4)));
      } else if (text.equals("  }") && path.size() > 1) {
        path.removeLast();
      }
    }
    return variables;
  }

  private static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(java.util.Locale.ROOT);
  }
}
