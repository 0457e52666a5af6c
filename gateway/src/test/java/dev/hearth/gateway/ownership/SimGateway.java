package dev.hearth.gateway.ownership;

import dev.hearth.gateway.function.FunctionId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One process of a gateway: carries out what the decisions about members and sandboxes say. */
final class SimGateway extends World.Node {
  static final long TICK = 25 * World.MS;

  private static final long BEAT = 250 * World.MS;
  private static final long LIST_RETRY = 100 * World.MS;
  private static final long LEASE = 1_500 * World.MS;
  private static final int GREETINGS = 100;

  /** What all nodes share. */
  record Surroundings(
      World world,
      SimApi api,
      Referee referee,
      Scenario scenario,
      Set<Guard> without,
      Map<String, SimGateway> gateways) {}

  final Surroundings around;
  final Standing standing;
  final Census census;
  final SimOwner owner;
  final SimFront front;
  final Map<String, SimPod> pods = new LinkedHashMap<>();
  long membershipFrozenUntil;
  long podsFrozenUntil;
  boolean leaving;
  private final Coordinator coordinator = new Coordinator();
  private final World world;
  private final long drift;
  private long offset;
  private long seenRenewals;
  private long seenAt;
  private long lastBeat;
  private long lastList;

  SimGateway(String name, Surroundings around) {
    super(name);
    this.around = around;
    this.world = around.world();
    this.drift = world.random.nextLong(-500, 501);
    this.offset = world.random.nextLong(1_000_000 * World.MS);
    this.standing = new Standing(name);
    this.census = new WatchedCensus(around.without());
    this.seenAt = clock() - 10 * LEASE;
    this.lastBeat = clock() - BEAT;
    this.lastList = clock() - BEAT;
    this.owner = new SimOwner(this);
    this.front = new SimFront(this);
  }

  /** A census that may lack a guard. */
  private static final class WatchedCensus extends Census {
    private final Set<Guard> without;

    WatchedCensus(Set<Guard> without) {
      super(SimOperator.BATCH);
      this.without = without;
    }

    @Override
    public boolean complete(long since) {
      return without.contains(Guard.FENCE) || super.complete(since);
    }

    @Override
    public int elsewhere(FunctionId function, long since, Predicate<String> own) {
      return without.contains(Guard.FENCE) ? 0 : super.elsewhere(function, since, own);
    }

    @Override
    boolean countsUnknown() {
      return !without.contains(Guard.UNKNOWN_BUSY);
    }

    @Override
    boolean countsUnborn() {
      return !without.contains(Guard.BIRTH_EPOCH);
    }
  }

  /** Its own clock, which runs a little too fast or too slow. */
  long clock() {
    return world.now + world.now / 1_000_000 * drift + offset;
  }

  void jump(long ahead) {
    offset += ahead;
  }

  void start() {
    around.api().watchers.add(this);
    beat();
    tick();
  }

  private void tick() {
    long clock = clock();
    if (clock - lastBeat >= BEAT) {
      beat();
    }
    if (standing.behind()) {
      ask(() -> around.api().membership, this::learn);
    }
    lookAround();
    owner.tick();
    front.tick();
    if (leaving && !standing.member() && owner.idle() && front.idle()) {
      end();
    } else {
      world.after(TICK, this, this::tick);
    }
  }

  /** It is gone, and with it all that it knew. */
  void crash() {
    front.crash();
    end();
  }

  private void end() {
    dead = true;
    owner.end();
    around.api().watchers.remove(this);
    around.gateways().remove(name);
  }

  /** Tells the others that it lives, and renews or wants the lease. */
  private void beat() {
    long clock = clock();
    lastBeat = clock;
    for (SimGateway other : List.copyOf(around.gateways().values())) {
      world.sendOften(this, other, () -> other.hears(name, leaving));
    }
    long unchanged = clock - seenAt >= LEASE ? seenRenewals : -1;
    SimApi api = around.api();
    world.send(
        this,
        api,
        () -> {
          SimApi.Lease lease = api.lease(name, unchanged);
          Membership membership = api.membership;
          world.send(api, this, () -> leased(lease, membership));
        });
  }

  private void hears(String other, boolean leaves) {
    coordinator.heard(other, leaves, clock());
  }

  private void leased(SimApi.Lease lease, Membership current) {
    if (lease.renewals() != seenRenewals) {
      seenRenewals = lease.renewals();
      seenAt = clock();
    }
    if (membershipFrozenUntil <= world.now) {
      learn(current);
    }
    var due = coordinator.look(current, clock());
    if (due.isPresent() && lease.holder().equals(name)) {
      SimApi api = around.api();
      world.send(this, api, () -> api.write(due.get()));
    }
  }

  void learn(Membership membership) {
    if (standing.learn(membership)) {
      owner.moved();
      lookAround();
      front.tick();
    }
  }

  void podSeen(SimPod pod) {
    see(pod);
    lookAround();
  }

  private void see(SimPod pod) {
    if (census.seen(pod.name, pod.namespace, pod.born)) {
      pods.put(pod.name, pod);
    }
  }

  void podGone(String uid) {
    pods.remove(uid);
    census.gone(uid);
    owner.gone(uid);
  }

  /** Asks the API server which sandboxes there are, and sandboxes what they are. */
  private void lookAround() {
    Membership known = standing.membership();
    if (census.wantsList(known) && clock() - lastList >= LIST_RETRY) {
      lastList = clock();
      ask(() -> List.copyOf(around.api().pods.values()), all -> listed(known, all));
    }
    for (String uid : census.ask(standing.epoch(), GREETINGS, clock())) {
      greet(pods.get(uid));
    }
  }

  private void listed(Membership then, List<SimPod> all) {
    all.forEach(this::see);
    census.listed(then);
    lookAround();
  }

  private void greet(SimPod pod) {
    long epoch = standing.epoch();
    world.sendOften(
        this,
        pod,
        () -> pod.hello(epoch, answer -> world.send(pod, this, () -> heard(pod, answer))));
  }

  private void heard(SimPod pod, SimPod.Answer answer) {
    switch (answer) {
      case SimPod.Answer.Word(SandboxWord word) -> {
        census.answered(pod.name, word);
        owner.heard(pod.name, word);
      }
      case SimPod.Answer.Stale(long epoch) -> standing.told(epoch);
      case SimPod.Answer.Done() -> {}
      case SimPod.Answer.Conflict() -> {}
    }
  }

  /** Says something to a gateway that may be gone. */
  void say(String to, Consumer<SimGateway> what) {
    SimGateway node = around.gateways().get(to);
    if (node != null) {
      world.sendOften(this, node, () -> what.accept(node));
    }
  }

  /** Where it is decided for a function. */
  Place place(FunctionId function) {
    return standing.place(function.toString());
  }

  <T> void ask(Supplier<T> question, Consumer<T> answer) {
    SimApi api = around.api();
    world.send(
        this,
        api,
        () -> {
          T found = question.get();
          world.send(api, this, () -> answer.accept(found));
        });
  }
}
