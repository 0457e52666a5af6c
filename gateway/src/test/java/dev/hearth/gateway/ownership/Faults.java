package dev.hearth.gateway.ownership;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What goes wrong, one thing after the other; each seed has some kinds of it. */
final class Faults {
  private static final long MS = World.MS;

  private final World world;
  private final SimApi api;
  private final SimOperator operator;
  private final Supplier<List<SimGateway>> gateways;
  private final Runnable another;
  private final List<Runnable> kinds = new ArrayList<>();

  Faults(
      World world,
      SimApi api,
      SimOperator operator,
      Supplier<List<SimGateway>> gateways,
      Runnable another) {
    this.world = world;
    this.api = api;
    this.operator = operator;
    this.gateways = gateways;
    this.another = another;
    List<Runnable> all =
        List.of(
            () -> pause(gateway(), 5_000),
            () -> pause(api, 1_500),
            () -> pause(operator, 2_000),
            operator::start,
            this::crash,
            this::replace,
            this::overthrow,
            this::island,
            () -> cut(gateway(), gateway(), 4_000),
            () -> cut(gateway(), api, 5_000),
            () -> cut(api, gateway(), 5_000),
            this::cutFromPod,
            () -> gateway().membershipFrozenUntil = world.now + time(6_000),
            () -> gateway().podsFrozenUntil = world.now + time(3_000),
            this::podDies,
            this::podIsLost,
            this::podIsSlow,
            () -> gateway().jump(time(3_000)));
    for (Runnable kind : all) {
      if (world.chance(60)) {
        kinds.add(kind);
      }
    }
    if (kinds.isEmpty()) {
      kinds.add(this::overthrow);
    }
  }

  /** Something else goes wrong, if there is anything left. */
  void happen() {
    if (!gateways.get().isEmpty()) {
      kinds.get(world.random.nextInt(kinds.size())).run();
    }
  }

  /** Gateways go on where they are, but whatever they are told from now on comes in time. */
  void end() {
    world.heal();
    api.islandUntil = 0;
    world.healedAt = world.now;
    for (SimGateway gateway : gateways.get()) {
      awake(gateway);
      gateway.membershipFrozenUntil = 0;
      gateway.podsFrozenUntil = 0;
    }
    api.pods.values().forEach(this::awake);
    awake(operator);
    awake(api);
  }

  private void awake(World.Node node) {
    world.wake(node, Math.min(node.pausedUntil, world.now));
  }

  private SimGateway gateway() {
    List<SimGateway> all = gateways.get();
    return all.get(world.random.nextInt(all.size()));
  }

  private SimPod pod() {
    List<SimPod> all = List.copyOf(api.pods.values());
    return all.isEmpty() ? null : all.get(world.random.nextInt(all.size()));
  }

  private long time(long mostMs) {
    return world.random.nextLong(100, mostMs) * MS;
  }

  private void pause(World.Node node, long mostMs) {
    world.pause(node, time(mostMs));
  }

  private void cut(World.Node from, World.Node to, long mostMs) {
    if (!from.equals(to)) {
      world.cut(from, to, time(mostMs));
    }
  }

  private void crash() {
    SimGateway victim = gateway();
    victim.crash();
    world.after(time(2_000), api, another);
  }

  private void replace() {
    SimGateway old = gateway();
    another.run();
    old.leaving = true;
  }

  /** A gateway works on while the others cannot hear it and it does not hear of that. */
  private void overthrow() {
    SimGateway victim = gateway();
    long time = 2_000 * MS + time(4_000);
    victim.membershipFrozenUntil = world.now + time;
    world.cut(victim, api, time);
    for (SimGateway other : gateways.get()) {
      if (other != victim) {
        world.cut(victim, other, time);
        if (world.chance(70)) {
          world.cut(other, victim, time);
        }
      }
    }
  }

  /**
   * A gateway sleeps, and when it wakes it reaches nobody but sandboxes that were born meanwhile.
   */
  private void island() {
    SimGateway victim = gateway();
    long sleep = 2_600 * MS + time(1_000);
    long time = sleep + 1_000 * MS + time(3_000);
    world.pause(victim, sleep);
    victim.membershipFrozenUntil = world.now + time;
    world.separate(victim, api, time);
    gateways.get().forEach(other -> world.separate(victim, other, time));
    api.pods.values().forEach(pod -> world.separate(victim, pod, time));
    long until = world.now + time;
    world.after(2_500 * MS, api, () -> bear(victim, until));
  }

  /** Now that others decide, there are other spares. */
  private void bear(SimGateway victim, long until) {
    if (!world.faulty) {
      return;
    }
    api.islander = victim;
    api.islandUntil = until;
    boolean all = world.chance(60);
    api.pods.values().stream().filter(pod -> all || pod.spare()).toList().forEach(this::dies);
  }

  private void cutFromPod() {
    SimPod pod = pod();
    if (pod != null) {
      SimGateway gateway = gateway();
      boolean out = world.chance(50);
      cut(out ? gateway : pod, out ? pod : gateway, 3_000);
    }
  }

  private void podDies() {
    SimPod pod = pod();
    if (pod != null) {
      dies(pod);
    }
  }

  private void dies(SimPod pod) {
    pod.die();
    world.after(time(800), api, () -> api.remove(pod));
  }

  /** Its node is out of reach; what it does goes on. */
  private void podIsLost() {
    SimPod pod = pod();
    if (pod != null) {
      long time = time(5_000);
      gateways.get().forEach(gateway -> world.separate(gateway, pod, time));
    }
  }

  private void podIsSlow() {
    SimPod pod = pod();
    if (pod != null) {
      pause(pod, 2_000);
    }
  }
}
