package dev.hearth.gateway.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.gateway.sandbox.pool.PoolKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HighestUseTest {
  private static final PoolKey A = new PoolKey("default", "a", "1", "r");
  private static final PoolKey B = new PoolKey("default", "b", "1", "r");

  private final HighestUse use = new HighestUse();

  @Test
  void the_most_that_were_at_work_together_count_until_they_are_asked_for() {
    use.seen(A, 2);
    use.seen(A, 5);
    use.seen(A, 1);
    use.seen(B, 7);
    assertEquals(5, use.take(A));
    assertEquals(0, use.take(A));
    assertEquals(7, use.take(B));
  }

  @Test
  void what_is_no_longer_kept_is_forgotten() {
    use.seen(A, 2);
    use.retain(Set.of(B));
    assertEquals(0, use.take(A));
  }
}
