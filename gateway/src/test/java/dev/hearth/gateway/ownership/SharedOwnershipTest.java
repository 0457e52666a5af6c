package dev.hearth.gateway.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.function.FunctionId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SharedOwnershipTest {
  private static final String SELF = MemberName.of("a.1", "10.0.0.1", 8080);
  private static final String OTHER = MemberName.of("b.1", "[fd00::2]", 8080);
  private static final long SECOND = 1_000_000_000;

  private long now = 7 * SECOND;
  private final SharedOwnership ownership = new SharedOwnership(SELF, () -> now);

  @Test
  void nobody_decides_before_there_is_a_membership_and_the_first_is_oneself() {
    assertEquals(new Place.Unknown(), ownership.place(new FunctionId("shop", "f")));
    Membership first = ownership.due().orElseThrow();
    assertEquals(new Membership(1, new TreeSet<>(Set.of(SELF)), 0), first);
    assertTrue(ownership.learn(first));
    assertEquals(new Place.Here(1), ownership.place(new FunctionId("shop", "f")));
    assertEquals(Optional.empty(), ownership.due());
  }

  @Test
  void who_is_heard_becomes_a_member_and_is_told_of_before() {
    ownership.learn(ownership.due().orElseThrow());
    assertEquals(List.of(), ownership.others());
    ownership.heard(OTHER, false);
    assertEquals(List.of(OTHER), ownership.others());
    assertEquals(Set.of(SELF, OTHER), ownership.due().orElseThrow().members());
    assertEquals(Optional.of(new Ownership.Address("[fd00::2]", 8080)), ownership.address(OTHER));
  }

  @Test
  void who_decides_is_told_that_one_lives_even_if_never_heard() {
    ownership.learn(new Membership(4, new TreeSet<>(Set.of(OTHER)), 0));
    assertEquals(List.of(OTHER), ownership.others());
    assertEquals(Optional.empty(), ownership.address(OTHER));
  }

  @Test
  void who_is_silent_for_too_long_is_nowhere_and_no_member_any_more() {
    ownership.heard(OTHER, false);
    ownership.learn(ownership.due().orElseThrow());
    for (long end = now + Coordinator.LOSS; now < end; now += SECOND / 4) {
      assertEquals(Optional.empty(), ownership.due());
    }
    now++;
    assertEquals(Optional.empty(), ownership.address(OTHER));
    assertEquals(Set.of(SELF), ownership.due().orElseThrow().members());
  }

  @Test
  void who_leaves_is_no_member_but_still_there() {
    ownership.heard(OTHER, false);
    ownership.learn(ownership.due().orElseThrow());
    ownership.leave();
    assertTrue(ownership.leaving());
    assertTrue(ownership.member());
    ownership.learn(ownership.due().orElseThrow());
    assertFalse(ownership.member());
    assertEquals(List.of(OTHER), ownership.others());
  }

  @Test
  void a_name_says_where_its_gateway_is() {
    assertEquals(Optional.of(new Ownership.Address("10.0.0.1", 8080)), MemberName.address(SELF));
    for (String wrong : List.of("", "a", "a@", "a@b", "@b:1", "a@:1", "a@b:x")) {
      assertEquals(Optional.empty(), MemberName.address(wrong), wrong);
    }
  }
}
