package dev.hearth.gateway.ownership;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says who should be a member. Every gateway listens to all others, so whoever is elected to write
 * knows already who lives; an election that errs costs hand-overs and never a limit. Not safe for
 * several threads at once; times are in nanoseconds of this gateway's own clock.
 */
public final class Coordinator {
  /** Who has not been heard for so long is out. */
  public static final long LOSS = 2_000_000_000;

  /** Who has not looked around for so long cannot say how long others were silent. */
  public static final long AWAY = 1_000_000_000;

  private final Map<String, Long> heard = new HashMap<>();
  private final Set<String> leaving = new HashSet<>();
  private boolean looked;
  private long lastLook;

  /** A gateway has said that it lives. */
  public void heard(String gateway, boolean leaves, long now) {
    heard.put(gateway, now);
    if (leaves) {
      leaving.add(gateway);
    }
  }

  /**
   * Looks around, several times within {@link #AWAY}; answers the membership to be written, if
   * another one is due. Without anybody who lives there is no other.
   */
  public Optional<Membership> look(Membership current, long now) {
    if (!looked || now - lastLook > AWAY) {
      current.members().forEach(member -> heard.put(member, now));
      heard.replaceAll((gateway, last) -> now);
    }
    looked = true;
    lastLook = now;
    heard.values().removeIf(last -> now - last > LOSS);
    leaving.retainAll(heard.keySet());
    var members = new TreeSet<>(heard.keySet());
    members.removeAll(leaving);
    boolean due = !members.isEmpty() && !members.equals(current.members());
    return due ? Optional.of(current.next(members)) : Optional.empty();
  }
}
