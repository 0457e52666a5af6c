package dev.hearth.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.crds.FunctionRuntime;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class NewerFieldsTest {
  private static final String NEWER =
      "{\"metadata\":{\"name\":\"r\"},\"spec\":{\"image\":\"i\",\"command\":[\"c\"],\"newer\":1}}";

  @Test
  void fields_of_a_newer_release_are_passed_over() {
    var mapper = new ObjectMapper();
    new NewerFields().customize(mapper);
    var serialization = new KubernetesSerialization(mapper, false);
    var runtime = serialization.unmarshal(NEWER, FunctionRuntime.class);
    assertEquals("i", runtime.getSpec().image());
  }

  @Test
  void without_it_they_are_refused() {
    var serialization = new KubernetesSerialization(new ObjectMapper(), false);
    assertThrows(
        KubernetesClientException.class,
        () -> serialization.unmarshal(NEWER, FunctionRuntime.class));
  }
}
