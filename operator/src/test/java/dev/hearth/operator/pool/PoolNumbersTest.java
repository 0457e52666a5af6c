package dev.hearth.operator.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.crds.SandboxPool;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class PoolNumbersTest {
  private static SandboxPool pool(String annotation, int spare, int max) {
    return Serialization.unmarshal(
        "metadata: {name: p, namespace: n, annotations: {%s: '%s'}}\n"
                .formatted(PoolNumbers.ANNOTATION, annotation)
            + "spec: {runtime: r, architecture: arm64, memoryMb: 128, ephemeralStorageMb: 512,"
            + " spare: %d, max: %d}".formatted(spare, max),
        SandboxPool.class);
  }

  private static SandboxPool desired(int spare, int max) {
    return pool(PoolNumbers.of(spare, max), spare, max);
  }

  @Test
  void a_pool_follows_the_operators_numbers() {
    assertEquals(desired(2, 50), PoolNumbers.keepUsers(desired(2, 50), desired(1, 1_000)));
  }

  @Test
  void a_number_that_a_user_gave_stays() {
    SandboxPool users = pool(PoolNumbers.of(1, 1_000), 0, 1_000);
    SandboxPool kept = PoolNumbers.keepUsers(desired(2, 50), users);
    assertEquals(users.getSpec(), kept.getSpec());
    assertEquals(desired(2, 50).getMetadata(), kept.getMetadata(), "what the operator wants now");
  }

  @Test
  void a_number_that_a_user_gave_back_follows_again() {
    SandboxPool back = pool(PoolNumbers.of(1, 1_000), 1, 1_000);
    assertEquals(desired(2, 50), PoolNumbers.keepUsers(desired(2, 50), back));
  }

  @Test
  void a_pool_without_the_operators_word_gets_its_numbers() {
    SandboxPool foreign = desired(7, 7);
    foreign.getMetadata().setAnnotations(null);
    assertEquals(desired(1, 1_000), PoolNumbers.keepUsers(desired(1, 1_000), foreign));
  }
}
