package dev.hearth.gateway.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final String KEY = "default/hello";
  private final Standing standing = new Standing("a");

  @Test
  void who_is_alone_decides_for_everything() {
    assertTrue(standing.learn(members(1, "a")));
    assertEquals(new Place.Here(1), standing.place(KEY));
  }

  @Test
  void what_it_goes_on_to_own_it_owns_since_it_began() {
    standing.learn(members(1, "b"));
    standing.learn(members(2, "a"));
    standing.learn(members(3, "a"));
    assertEquals(new Place.Here(2), standing.place(KEY));
  }

  @Test
  void an_epoch_that_it_did_not_see_may_have_been_anothers() {
    standing.learn(members(1, "a"));
    standing.learn(members(3, "a"));
    assertEquals(new Place.Here(3), standing.place(KEY));
  }

  @Test
  void whoever_hears_of_a_higher_epoch_decides_nothing_until_it_sees_it() {
    standing.learn(members(1, "a"));
    standing.told(2);
    assertTrue(standing.behind());
    assertEquals(new Place.Unknown(), standing.place(KEY));
    standing.learn(members(2, "b"));
    assertEquals(new Place.There("b"), standing.place(KEY));
  }

  @Test
  void an_old_membership_changes_nothing() {
    standing.learn(members(2, "a"));
    assertFalse(standing.learn(members(1, "b")));
    assertEquals(new Place.Here(2), standing.place(KEY));
  }

  @Test
  void only_so_many_memberships_are_remembered() {
    int epochs = 2 * Standing.REMEMBERED;
    for (int epoch = 1; epoch <= epochs; epoch++) {
      standing.learn(members(epoch, "a"));
    }
    assertEquals(new Place.Here(epochs - Standing.REMEMBERED + 1), standing.place(KEY));
  }

  private static Membership members(long epoch, String... names) {
    return new Membership(epoch, new TreeSet<>(List.of(names)), 0);
  }
}
