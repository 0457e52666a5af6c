package dev.hearth.gateway.ownership;

import java.util.List;
import java.util.Set;

/**
 * Keeps spares: reads the membership, makes a few pods that are born with its epoch, and says so
 * when all of them are there. What it had under way when it crashes is broken off.
 */
final class SimOperator extends World.Node {
  /** Pods that it makes before it looks at the membership again. */
  static final int BATCH = 2;

  private static final int SPARES = 5;
  private static final int MOST = 20;
  private static final long PAUSE = 80 * World.MS;

  private final World world;
  private final SimApi api;
  private final Referee referee;
  private final Set<Guard> without;
  private final List<String> namespaces;
  private int life;
  private int made;
  private int outstanding;

  SimOperator(
      World world, SimApi api, Referee referee, Set<Guard> without, List<String> namespaces) {
    super("operator");
    this.world = world;
    this.api = api;
    this.referee = referee;
    this.without = without;
    this.namespaces = namespaces;
  }

  /** Begins anew, without memory. */
  void start() {
    life++;
    outstanding = 0;
    look(life);
  }

  private void look(int mine) {
    if (mine == life && !world.cut(this, api)) {
      world.after(world.random.nextLong(20 * World.MS), api, () -> read(mine));
    } else if (mine == life) {
      again(mine);
    }
  }

  private void read(int mine) {
    long epoch = api.membership.epoch();
    int wanted = 0;
    for (String namespace : namespaces) {
      var own = api.pods.values().stream().filter(pod -> pod.namespace.equals(namespace)).toList();
      long spares = own.stream().filter(SimPod::spare).count();
      if (spares < SPARES && own.size() < MOST && wanted < BATCH) {
        wanted++;
        world.after(
            world.random.nextLong(300 * World.MS), this, () -> make(mine, epoch, namespace));
      }
    }
    outstanding = mine == life ? wanted : outstanding;
    if (wanted == 0) {
      world.after(1, this, () -> acknowledge(mine, epoch));
    }
  }

  private void make(int mine, long epoch, String namespace) {
    if (mine != life) {
      return;
    }
    made++;
    long born = without.contains(Guard.BIRTH_EPOCH) ? 0 : epoch;
    var pod = new SimPod("pod-" + made, namespace, born, world, referee, without);
    world.after(world.random.nextLong(30 * World.MS), api, () -> arrive(mine, pod));
    outstanding--;
    if (outstanding == 0) {
      world.after(31 * World.MS, this, () -> acknowledge(mine, epoch));
    }
  }

  private void arrive(int mine, SimPod pod) {
    if (mine == life) {
      api.add(pod);
    }
  }

  private void acknowledge(int mine, long epoch) {
    if (mine == life) {
      world.after(world.random.nextLong(10 * World.MS), api, () -> api.acknowledge(epoch));
      again(mine);
    }
  }

  private void again(int mine) {
    world.after(PAUSE, this, () -> look(mine));
  }
}
