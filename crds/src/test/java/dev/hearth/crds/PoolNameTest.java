package dev.hearth.crds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PoolNameTest {
  @Test
  void functions_of_one_runtime_and_class_share_a_pool() {
    assertEquals("python3-11-x86-64-256", PoolName.ofRuntime(of("python3.11", 129, null, null)));
    assertEquals("python3-11-x86-64-256", PoolName.ofRuntime(of("python3.11", 256, 512, null)));
  }

  @Test
  void another_size_of_tmp_is_another_pool() {
    assertEquals(
        "python3-11-x86-64-128-tmp1024", PoolName.ofRuntime(of("python3.11", 128, 1024, null)));
  }

  @Test
  void an_image_function_has_a_pool_that_no_runtime_can_have() {
    String pool = PoolName.ofImage("a", of(null, 128, null, "registry/a:1"), "registry/a:1");
    assertTrue(pool.startsWith("image.a-"), pool);
  }

  @Test
  void another_image_and_another_size_are_other_pools() {
    String one = PoolName.ofImage("a", of(null, 128, null, "i"), "i@sha256:1");
    assertNotEquals(one, PoolName.ofImage("a", of(null, 128, null, "i"), "i@sha256:2"));
    assertNotEquals(one, PoolName.ofImage("a", of(null, 256, null, "i"), "i@sha256:1"));
  }

  @Test
  void long_names_are_cut_to_a_label_and_stay_different() {
    var spec = of(null, 128, null, "i");
    String pool = PoolName.ofImage("a".repeat(64), spec, "i");
    assertEquals(Labels.MAX_VALUE, pool.length());
    assertNotEquals(Labels.value("a".repeat(63) + "b"), Labels.value("a".repeat(63) + "c"));
  }

  @Test
  void the_smallest_class_that_holds_a_function_is_taken() {
    assertEquals(128, SizeClass.of(128));
    assertEquals(3008, SizeClass.of(1770));
    assertEquals(10_240, SizeClass.of(10_240));
    assertThrows(IllegalArgumentException.class, () -> SizeClass.of(10_241));
  }

  private static FunctionSpec of(String runtime, int memory, Integer storage, String image) {
    var code =
        new FunctionCode(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            image == null ? null : new FunctionCode.Image(image, null, null, null, null));
    return new FunctionSpec(
        runtime,
        null,
        code,
        memory,
        null,
        storage == null ? null : new FunctionSpec.EphemeralStorage(storage),
        null,
        List.of(),
        null,
        null,
        null,
        null);
  }
}
