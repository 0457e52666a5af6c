package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SparesTest {
  private static final PoolRef POOL = new PoolRef("shop", "python");
  private static final PoolRef OTHER = new PoolRef("bank", "python");

  private final Spares spares = new Spares();

  @Test
  void a_claim_gets_the_spare_that_has_been_ready_longest() {
    spares.ready(POOL, "a");
    spares.ready(POOL, "b");
    assertEquals(Optional.of("a"), spares.claim(POOL, 1));
    assertEquals(Optional.of("b"), spares.claim(POOL, 2));
  }

  @Test
  void a_spare_is_given_once() {
    spares.ready(POOL, "a");
    assertEquals(Optional.of("a"), spares.claim(POOL, 1));
    assertEquals(Optional.empty(), spares.claim(POOL, 2));
  }

  @Test
  void the_first_spare_that_becomes_ready_serves_whoever_waited_longest() {
    spares.claim(POOL, 1);
    spares.claim(POOL, 2);
    assertEquals(Optional.of(1L), spares.ready(POOL, "a"));
    assertEquals(Optional.of(2L), spares.ready(POOL, "b"));
    assertEquals(Optional.empty(), spares.ready(POOL, "c"));
  }

  @Test
  void spares_of_one_namespace_are_never_given_to_another() {
    spares.ready(POOL, "a");
    assertEquals(Optional.empty(), spares.claim(OTHER, 1));
    assertEquals(Map.of(OTHER, 1), spares.waiting());
  }

  @Test
  void a_spare_that_has_gone_is_not_given() {
    spares.ready(POOL, "a");
    spares.gone(POOL, "a");
    assertEquals(Optional.empty(), spares.claim(POOL, 1));
  }

  @Test
  void who_gave_up_is_neither_served_nor_counted() {
    spares.claim(POOL, 1);
    spares.claim(POOL, 2);
    spares.giveUp(POOL, 1);
    assertEquals(Map.of(POOL, 1), spares.waiting());
    assertEquals(Optional.of(2L), spares.ready(POOL, "a"));
    assertEquals(Map.of(), spares.waiting());
  }
}
