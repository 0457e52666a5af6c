package dev.hearth.gateway.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OwnersTest {
  private static final int KEYS = 4_000;

  @Property(tries = 200)
  void who_joins_takes_only_what_becomes_its_own(
      @ForAll @Size(min = 1, max = 9) Set<@NotEmpty String> members,
      @ForAll @NotEmpty String newcomer,
      @ForAll String key) {
    Membership before = new Membership(1, new TreeSet<>(members), 0);
    var more = new TreeSet<>(members);
    more.add(newcomer);
    String owner = Owners.of(before.next(more), key).orElseThrow();
    assertTrue(owner.equals(newcomer) || Owners.of(before, key).orElseThrow().equals(owner));
  }

  @Property(tries = 20)
  void members_own_about_the_same(@ForAll @IntRange(min = 2, max = 10) int size) {
    var members = new TreeSet<String>();
    for (int i = 0; i < size; i++) {
      members.add("hearth-gateway-7d9c5b-" + i);
    }
    Membership membership = new Membership(1, members, 0);
    Map<String, Integer> owned = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      owned.merge(Owners.of(membership, "default/function-" + i).orElseThrow(), 1, Integer::sum);
    }
    for (String member : members) {
      double share = owned.getOrDefault(member, 0) * (double) size / KEYS;
      assertTrue(share > 0.75 && share < 1.25, member + " owns " + share + " of its share");
    }
  }

  @Test
  void nobody_owns_anything_where_there_are_no_members() {
    assertEquals(Optional.empty(), Owners.of(Membership.NONE, "default/hello"));
  }
}
