package dev.hearth.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.hearth.crds.Function;
import dev.hearth.crds.PoolName;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class LeanFunctionsTest {
  private static final String FULL =
      """
      metadata: {name: f, namespace: n, uid: u, resourceVersion: "7", annotations: {a: long}}
      spec:
        runtime: python3.11
        handler: a.b
        memorySize: 512
        ephemeralStorage: {size: 1024}
        architectures: [arm64]
        reservedConcurrentExecutions: 5
        code: {inline: {a.py: "the code"}}
      status: {state: Active, code: {sha256: abc, size: 10}, pool: p}
      """;

  private final Function full = Serialization.unmarshal(FULL, Function.class);
  private final LeanStore<Function> store = LeanFunctions.store();

  @Test
  void what_pools_and_accounts_ask_for_is_kept() {
    store.put(store.getKey(full), full);
    Function lean = store.get("n/f");
    assertEquals(PoolName.ofRuntime(full.getSpec()), PoolName.ofRuntime(lean.getSpec()));
    assertEquals("7", lean.getMetadata().getResourceVersion());
    assertEquals(5, lean.getSpec().reservedConcurrentExecutions());
    assertEquals(10, lean.getStatus().code().size());
  }

  @Test
  void nothing_else_is_kept() {
    Function lean = LeanFunctions.lean(full);
    assertNull(lean.getSpec().code().inline());
    assertNull(lean.getSpec().handler());
    assertNull(lean.getStatus().state());
    assertEquals(0, lean.getMetadata().getAnnotations().size());
  }

  @Test
  void an_image_function_is_known_as_one() {
    Function image =
        Serialization.unmarshal(
            "metadata: {name: f, namespace: n}\nspec: {code: {image: {uri: x}}}", Function.class);
    assertNotNull(LeanFunctions.lean(image).getSpec().code().image());
  }
}
