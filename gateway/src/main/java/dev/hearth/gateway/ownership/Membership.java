package dev.hearth.gateway.ownership;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The gateways that decide, as one of them has written it. Every change of members has an epoch of
 * its own, one higher than the one before, so an epoch names one set of members for ever.
 *
 * @param epoch 1 or more; 0 is the time before the first
 * @param acknowledged the operator makes no pod any more that is born with a lower epoch
 */
public record Membership(long epoch, SortedSet<String> members, long acknowledged) {
  /** Nobody has written anything yet. */
  public static final Membership NONE = new Membership(0, new TreeSet<>(), 0);

  public Membership {
    members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
  }

  /** The one that follows when other gateways decide. */
  public Membership next(SortedSet<String> others) {
    return new Membership(epoch + 1, others, acknowledged);
  }

  /** The same with the operator's word. */
  public Membership acknowledge(long bornAt) {
    return new Membership(epoch, members, Math.max(acknowledged, bornAt));
  }
}
