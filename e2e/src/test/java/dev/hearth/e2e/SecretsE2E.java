package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.hearth.crds.Labels;
import dev.hearth.e2e.cluster.Hearth;
import dev.hearth.e2e.cluster.Wait;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a function may know, others see nowhere. */
class SecretsE2E {
  @RegisterExtension static final Hearth HEARTH = new Hearth(SecretsE2E.class);

  @Test
  void values_from_secrets_and_config_maps_reach_the_function_and_no_pod() throws Exception {
    HEARTH.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: database}
        stringData: {password: open-sesame}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {colour: ultramarine}
        """);
    HEARTH.applyPython(
        "knowing",
        "import os\ndef handler(event, context): return [os.environ[k] for k in event]",
        """
        environment: {variables: {PLAIN: not-in-pods-either}, variablesFrom: {
          PASSWORD: {secretKeyRef: {name: database, key: password}},
          COLOUR: {configMapKeyRef: {name: settings, key: colour}}}}""");
    HEARTH.awaitActive("knowing");
    assertEquals(
        "[\"open-sesame\", \"ultramarine\", \"not-in-pods-either\"]",
        HEARTH.lambda().call("knowing", "[\"PASSWORD\", \"COLOUR\", \"PLAIN\"]"));
    HEARTH.sandboxesOf("knowing");
    for (Pod pod : HEARTH.sandboxes().list().getItems()) {
      String yaml = Serialization.asYaml(pod);
      assertFalse(yaml.contains("open-sesame"), yaml);
      assertFalse(yaml.contains("ultramarine"), yaml);
      assertFalse(yaml.contains("not-in-pods-either"), yaml);
    }
  }

  @Test
  void a_spare_has_nothing_of_any_function() throws Exception {
    HEARTH.applyPython("peculiar", "def handler(event, context): return 1  # a-very-peculiar-line");
    HEARTH.awaitActive("peculiar");
    List<Pod> spares =
        Wait.untilAll(
            HEARTH
                .kubernetes()
                .pods()
                .inNamespace(HEARTH.namespace())
                .withLabel(Labels.STATE, Labels.SPARE),
            pods -> !pods.isEmpty());
    for (Pod spare : spares) {
      String yaml = Serialization.asYaml(spare);
      assertFalse(yaml.contains("peculiar"), yaml);
    }
  }
}
