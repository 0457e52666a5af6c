package dev.hearth.gateway.ownership;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The API server: what is written is there at once, what watches tell comes late. */
final class SimApi extends World.Node {
  /** Whoever holds the lease, and how often it was renewed. */
  record Lease(String holder, long renewals) {}

  private final World world;
  final Map<String, SimPod> pods = new LinkedHashMap<>();
  final List<SimGateway> watchers = new ArrayList<>();

  /** Whoever alone reaches the sandboxes that are born until then. */
  SimGateway islander;

  long islandUntil;
  Membership membership = Membership.NONE;
  Lease lease = new Lease("", 0);

  SimApi(World world) {
    super("api");
    this.world = world;
  }

  /** Renews a lease, or takes it from whoever has not renewed it since. */
  Lease lease(String who, long seenUnchanged) {
    if (lease.holder().equals(who) || lease.renewals() == seenUnchanged) {
      lease = new Lease(who, lease.renewals() + 1);
    }
    return lease;
  }

  /** Writes a membership where it follows the one that is there. */
  void write(Membership next) {
    if (next.epoch() == membership.epoch() + 1) {
      membership = next.acknowledge(membership.acknowledged());
      tellMembership();
    }
  }

  void acknowledge(long epoch) {
    membership = membership.acknowledge(epoch);
    tellMembership();
  }

  /** A pod is there; those on an island are known to others, and reached by them, only later. */
  void add(SimPod pod) {
    pods.put(pod.name, pod);
    boolean island = world.now < islandUntil;
    boolean there = world.chance(50);
    for (SimGateway gateway : watchers) {
      boolean apart = island && there != (gateway == islander);
      if (apart) {
        world.separate(gateway, pod, islandUntil - world.now);
      }
      long frozenUntil = apart ? islandUntil : gateway.podsFrozenUntil;
      tell(gateway, frozenUntil, () -> gateway.podSeen(pod));
    }
  }

  /** The pod's processes are gone, and so is its object. */
  void remove(SimPod pod) {
    if (pods.remove(pod.name) != null) {
      tell(gateway -> gateway.podGone(pod.name));
    }
  }

  private void tellMembership() {
    Membership then = membership;
    for (SimGateway gateway : watchers) {
      tell(gateway, gateway.membershipFrozenUntil, () -> gateway.learn(then));
    }
  }

  private void tell(Consumer<SimGateway> what) {
    for (SimGateway gateway : watchers) {
      tell(gateway, gateway.podsFrozenUntil, () -> what.accept(gateway));
    }
  }

  private void tell(SimGateway gateway, long frozenUntil, Runnable news) {
    long lag = world.random.nextLong(20 * World.MS);
    world.after(Math.max(lag, frozenUntil - world.now), gateway, news);
  }
}
