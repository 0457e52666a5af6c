package dev.hearth.gateway.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CoordinatorTest {
  private static final long MS = 1_000_000;
  private final Coordinator coordinator = new Coordinator();

  @Test
  void who_is_heard_becomes_a_member() {
    coordinator.heard("a", false, 0);
    coordinator.heard("b", false, 0);
    assertEquals(Optional.of(members(1, "a", "b")), coordinator.look(Membership.NONE, 0));
    assertEquals(Optional.empty(), coordinator.look(members(1, "a", "b"), MS));
  }

  @Test
  void who_is_silent_for_too_long_is_out() {
    Membership both = members(4, "a", "b");
    coordinator.look(both, 0);
    assertEquals(Optional.empty(), hearingOnlyA(both, Coordinator.LOSS));
    assertEquals(Optional.of(members(5, "a")), hearingOnlyA(both, Coordinator.LOSS + 250 * MS));
  }

  @Test
  void who_leaves_is_out_at_once() {
    Membership both = members(1, "a", "b");
    coordinator.look(both, 0);
    coordinator.heard("b", true, MS);
    assertEquals(Optional.of(members(2, "a")), coordinator.look(both, MS));
  }

  @Test
  void who_was_away_itself_does_not_blame_others() {
    Membership both = members(1, "a", "b");
    coordinator.look(both, 0);
    assertEquals(Optional.empty(), coordinator.look(both, 60_000 * MS));
  }

  @Test
  void the_last_member_stays() {
    Membership one = members(1, "a");
    coordinator.heard("a", true, 0);
    assertEquals(Optional.empty(), coordinator.look(one, 0));
  }

  private Optional<Membership> hearingOnlyA(Membership current, long until) {
    Optional<Membership> due = Optional.empty();
    for (long now = 250 * MS; now <= until; now += 250 * MS) {
      coordinator.heard("a", false, now);
      due = coordinator.look(current, now);
    }
    return due;
  }

  private static Membership members(long epoch, String... names) {
    return new Membership(epoch, new TreeSet<>(List.of(names)), 0);
  }
}
