package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.crds.FunctionRuntime;
import org.junit.jupiter.api.Test;

class NewerFieldsTest {
  @Test
  void fields_of_a_newer_release_are_passed_over() {
    String newer =
        """
        {"metadata":{"name":"r"},"spec":{"image":"i","command":["c"],"newer":1}}""";
    var runtime = KubernetesGateway.serialization().unmarshal(newer, FunctionRuntime.class);
    assertEquals("i", runtime.getSpec().image());
  }
}
