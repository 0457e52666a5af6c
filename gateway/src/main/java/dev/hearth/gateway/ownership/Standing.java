package dev.hearth.gateway.ownership;

import java.util.ArrayDeque;

/**
 * What one gateway knows of the membership, and thus of itself. It decides for nothing while it has
 * heard of an epoch that it has not seen, be it from another gateway or from a sandbox that refused
 * it. Not safe for several threads at once.
 */
public class Standing {
  /** Memberships that are remembered; who decides for longer is believed for so many only. */
  public static final int REMEMBERED = 16;

  private final String self;

  /** Of consecutive epochs, the newest first. */
  private final ArrayDeque<Membership> known = new ArrayDeque<>();

  private long newest;

  public Standing(String self) {
    this.self = self;
    known.addFirst(Membership.NONE);
  }

  /** Takes a membership in, however old; answers whether the epoch is another now. */
  public boolean learn(Membership seen) {
    Membership current = membership();
    if (seen.epoch() < current.epoch()) {
      return false;
    }
    newest = Math.max(newest, seen.epoch());
    if (seen.epoch() == current.epoch()) {
      known.removeFirst();
      known.addFirst(current.acknowledge(seen.acknowledged()));
      return false;
    }
    if (seen.epoch() > current.epoch() + 1) {
      known.clear();
    }
    known.addFirst(seen);
    if (known.size() > REMEMBERED) {
      known.removeLast();
    }
    return true;
  }

  /** Somebody knows this epoch. */
  public void told(long epoch) {
    newest = Math.max(newest, epoch);
  }

  /** Whether there is an epoch that this gateway has not seen. */
  public boolean behind() {
    return newest > membership().epoch();
  }

  public Membership membership() {
    return known.getFirst();
  }

  /** The epoch to say to sandboxes and gateways. */
  public long epoch() {
    return membership().epoch();
  }

  /** Whether this gateway decides for anything. */
  public boolean member() {
    return membership().members().contains(self);
  }

  /** Where it is decided for this key. */
  public Place place(String key) {
    String owner = behind() ? null : Owners.of(membership(), key).orElse(null);
    if (owner == null) {
      return new Place.Unknown();
    }
    return owner.equals(self) ? new Place.Here(since(key)) : new Place.There(owner);
  }

  private long since(String key) {
    long since = epoch();
    for (Membership earlier : known) {
      if (!Owners.of(earlier, key).filter(self::equals).isPresent()) {
        return since;
      }
      since = earlier.epoch();
    }
    return since;
  }
}
