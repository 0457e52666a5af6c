package dev.hearth.gateway.ownership;

import dev.hearth.gateway.function.FunctionId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gateways that share functions while everything around them fails, and then does not any more. The
 * seed decides all of it.
 */
final class OwnershipSimulation {
  private static final long MS = World.MS;
  private static final long FAULTS_BEGIN = 3_000 * MS;
  private static final long FAULTS_END = 14_000 * MS;
  private static final long CALM = 20_000 * MS;
  private static final long CALLS_END = 23_000 * MS;
  private static final long END = 29_000 * MS;

  private final World world;
  private final Scenario scenario;
  private final SimApi api;
  private final Referee referee;
  private final SimOperator operator;
  private final Faults faults;
  private final Map<String, SimGateway> gateways = new LinkedHashMap<>();
  private final SimGateway.Surroundings around;
  private final World.Node callers = new World.Node("callers");
  private int born;
  private long calls;
  private long done;
  private long doneWhenCalm;

  OwnershipSimulation(long seed, int functions, Set<Guard> without) {
    world = new World(seed);
    scenario = Scenario.of(functions);
    api = new SimApi(world);
    referee = new Referee(world, scenario);
    operator = new SimOperator(world, api, referee, without, scenario.namespaces());
    around = new SimGateway.Surroundings(world, api, referee, scenario, without, gateways);
    int members = world.random.nextInt(2, 5);
    for (int i = 0; i < members; i++) {
      another();
    }
    faults = new Faults(world, api, operator, () -> List.copyOf(gateways.values()), this::another);
  }

  /** What a run came to. */
  record Summary(long steps, long calls, long done, long epochs) {}

  Summary run() {
    operator.start();
    call();
    world.after(FAULTS_BEGIN, api, () -> world.faulty = true);
    world.after(FAULTS_BEGIN, api, this::fault);
    world.run(FAULTS_END);
    faults.end();
    world.run(CALM);
    long before = done;
    world.run(CALLS_END);
    doneWhenCalm = done - before;
    world.run(END);
    converged();
    return new Summary(world.step, calls, done, api.membership.epoch());
  }

  /** The step at which it ended or was broken. */
  long step() {
    return world.step;
  }

  private void another() {
    born++;
    var gateway = new SimGateway("gateway-" + born, around);
    gateways.put(gateway.name, gateway);
    gateway.start();
  }

  private void fault() {
    if (world.now < FAULTS_END) {
      faults.happen();
      world.after(world.random.nextLong(50, 700) * MS, api, this::fault);
    }
  }

  private void call() {
    if (world.now >= CALLS_END) {
      return;
    }
    List<SimGateway> all = List.copyOf(gateways.values());
    if (!all.isEmpty()) {
      calls++;
      SimGateway gateway = all.get(world.random.nextInt(all.size()));
      int most = scenario.functions().size();
      int which = world.random.nextInt(rush() ? most : world.random.nextInt(most) + 1);
      FunctionId function = scenario.functions().get(which);
      var request = new SimRequest("call-" + calls, function, time(), world.now, this::answered);
      world.after(1, gateway, () -> gateway.front.receive(request));
      isAnswered(request, gateway, world.now);
    }
    world.after(world.random.nextLong(1, rush() ? 16 : 40) * MS, callers, this::call);
  }

  /** In time, unless the gateway that it came to slept meanwhile, or ended. */
  private void isAnswered(SimRequest request, SimGateway gateway, long since) {
    long deadline = since + SimRequest.PATIENCE + 10 * SimGateway.TICK;
    world.after(
        deadline - world.now,
        callers,
        () -> {
          if (gateway.pausedUntil > since) {
            isAnswered(request, gateway, gateway.pausedUntil);
          } else {
            boolean waits = request.open() && !gateway.dead;
            Referee.check(!waits, request.id + " waits beyond its deadline");
          }
        });
  }

  /** Whoever is an island finds the others at their limits. */
  private boolean rush() {
    return world.now < api.islandUntil && !api.islander.dead;
  }

  private void answered(SimRequest.Reply reply) {
    done += reply == SimRequest.Reply.DONE ? 1 : 0;
  }

  private long time() {
    boolean hangs = world.faulty && world.random.nextInt(200) == 0;
    return hangs ? 2_500 * MS : world.random.nextLong(5, 250) * MS;
  }

  private void converged() {
    Referee.check(doneWhenCalm > 20, "when all was well again only " + doneWhenCalm + " were done");
    referee.nothingRuns();
    for (SimGateway gateway : gateways.values()) {
      String name = gateway.name;
      Membership membership = gateway.standing.membership();
      Referee.check(membership.equals(api.membership), name + " knows " + membership);
      Referee.check(membership.members().equals(gateways.keySet()), name + " has " + membership);
      Referee.check(membership.acknowledged() == membership.epoch(), "the operator is silent");
      Referee.check(gateway.owner.idle() && gateway.front.idle(), name + " keeps requests");
      Referee.check(gateway.owner.settled(), name + " keeps permits");
      for (String namespace : scenario.namespaces()) {
        int unknown = gateway.census.elsewhere(namespace, membership.epoch(), function -> true);
        Referee.check(unknown == 0, name + " does not know " + unknown + " of " + namespace);
      }
    }
  }
}
