package dev.hearth.gateway.ownership;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.sandbox.pool.PoolEffect;
import dev.hearth.gateway.sandbox.pool.PoolEvent;
import dev.hearth.gateway.sandbox.pool.PoolKey;
import dev.hearth.gateway.sandbox.pool.PoolLimits;
import dev.hearth.gateway.sandbox.pool.Pools;
import dev.hearth.gateway.sandbox.pool.StartFailure;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Carries out what the {@link Pools} of one gateway want, with sandboxes that are shared by all.
 */
final class SimSandboxes {
  private static final long MS = World.MS;
  private static final PoolLimits LIMITS =
      new PoolLimits(
          40, 12, 60, 1_500 * MS, 2_500 * MS, 400 * MS, 20 * MS, 200 * MS, 4, 1_000, 1_000 * MS);
  private static final StartFailure UNAVAILABLE =
      new StartFailure(StartFailure.Kind.UNAVAILABLE, "no spare");

  private final SimGateway self;
  private final SimOwner owner;
  private final World world;
  private final Pools pools = new Pools(LIMITS);
  private final Map<Long, String> uids = new LinkedHashMap<>();
  private final Map<String, Long> ids = new HashMap<>();
  private final Map<Long, FunctionId> starting = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Long> deleted = new HashMap<>();
  private long adopted;

  SimSandboxes(SimGateway self, SimOwner owner) {
    this.self = self;
    this.owner = owner;
    this.world = self.around.world();
  }

  void claim(long ticket, FunctionId function) {
    on(new PoolEvent.Claim(ticket, key(function)));
  }

  void giveUp(long ticket) {
    if (ticket != 0) {
      on(new PoolEvent.GiveUp(ticket));
    }
  }

  /** Keeps sandboxes of what is decided here, and lets others alone. */
  void retain() {
    if (!self.standing.behind()) {
      on(
          new PoolEvent.Retain(
              self.around.scenario().functions().stream()
                  .filter(function -> self.place(function) instanceof Place.Here)
                  .map(SimSandboxes::key)
                  .collect(Collectors.toSet())));
    }
  }

  /** Has a sandbox do a request; the answer may never come. */
  void run(SimWork work, long epoch, Consumer<SimPod.Answer> answered) {
    SimPod pod = self.pods.get(work.uid);
    SimRequest request = work.asked.request();
    world.send(
        self,
        pod,
        () ->
            pod.invoke(
                epoch,
                request.id,
                request.function,
                request.time,
                answer -> world.send(pod, self, () -> answered.accept(answer))));
  }

  void finished(String uid) {
    Long id = ids.get(uid);
    if (id != null) {
      on(new PoolEvent.Finished(id));
    }
  }

  /** It is not to be used any more. */
  void lost(String uid) {
    Long id = ids.get(uid);
    if (id != null) {
      forget(id);
      starting.remove(id);
      on(new PoolEvent.StartFailed(id, UNAVAILABLE));
      on(new PoolEvent.Died(id));
    }
  }

  /** A sandbox of a function that is decided for here is idle, and nobody uses it. */
  void heard(String uid, SandboxWord word) {
    FunctionId function = word.function().orElse(null);
    boolean current = word.epoch() == self.standing.epoch() && word.running().isEmpty();
    if (function != null
        && current
        && !ids.containsKey(uid)
        && self.pods.containsKey(uid)
        && !deleted.containsKey(uid)
        && self.place(function) instanceof Place.Here) {
      adopted--;
      bind(adopted, uid);
      on(new PoolEvent.Adopted(adopted, key(function), false, true));
    }
  }

  void tick() {
    on(new PoolEvent.Tick());
    List.copyOf(starting.keySet()).forEach(this::start);
  }

  /** Has a pod deleted, and again until it is gone. */
  void delete(String uid) {
    SimPod pod = self.pods.get(uid);
    long clock = self.clock();
    if (pod != null && clock - deleted.getOrDefault(uid, clock - 500 * MS) >= 500 * MS) {
      deleted.put(uid, clock);
      SimApi api = self.around.api();
      world.send(self, api, () -> world.after(200 * MS, pod, () -> dies(pod)));
    }
  }

  private void dies(SimPod pod) {
    pod.die();
    world.after(world.random.nextLong(50 * MS), self.around.api(), () -> removed(pod));
  }

  private void removed(SimPod pod) {
    self.around.api().remove(pod);
  }

  private void on(PoolEvent event) {
    for (PoolEffect effect : pools.on(event, self.clock())) {
      switch (effect) {
        case PoolEffect.Start(long id, PoolKey key, boolean provisioned) -> {
          starting.put(id, new FunctionId(key.namespace(), key.function()));
          start(id);
        }
        case PoolEffect.Give(long ticket, long id, boolean cold) -> give(ticket, id);
        case PoolEffect.Refuse refuse -> owner.noSandbox(refuse.ticket());
        case PoolEffect.Retire(long id) -> retire(id);
      }
    }
  }

  private void give(long ticket, long id) {
    String uid = uids.get(id);
    if (uid == null || !owner.given(ticket, uid)) {
      world.after(1, self, () -> on(new PoolEvent.Finished(id)));
    }
  }

  /** Has a spare specialised, once there is one. */
  private void start(long id) {
    FunctionId function = starting.get(id);
    if (uids.containsKey(id) || function == null) {
      return;
    }
    for (String uid : mine(self.census.spares())) {
      SimPod pod = self.pods.get(uid);
      if (pod != null && pod.namespace.equals(function.namespace()) && taken.add(uid)) {
        bind(id, uid);
        long epoch = self.standing.epoch();
        world.send(
            self,
            pod,
            () ->
                pod.specialise(
                    epoch,
                    function,
                    answer -> world.send(pod, self, () -> started(id, uid, answer))));
        return;
      }
    }
  }

  /** Each gateway has its own order, so that two seldom want the same one. */
  private List<String> mine(List<String> spares) {
    return spares.stream()
        .sorted(Comparator.comparingInt(uid -> (uid + self.name).hashCode()))
        .toList();
  }

  private void started(long id, String uid, SimPod.Answer answer) {
    if (!uid.equals(uids.get(id))) {
      return;
    }
    switch (answer) {
      case SimPod.Answer.Done() -> {
        self.census.specialised(uid, starting.remove(id));
        on(new PoolEvent.Started(id, true));
      }
      case SimPod.Answer.Conflict() -> {
        forget(id);
        self.census.doubt(uid);
        start(id);
      }
      case SimPod.Answer.Stale(long epoch) -> {
        self.standing.told(epoch);
        lost(uid);
        taken.remove(uid);
      }
      case SimPod.Answer.Word(SandboxWord word) -> {}
    }
  }

  /** Its sandbox ends if it is this gateway's to end; a newer owner's shim refuses. */
  private void retire(long id) {
    starting.remove(id);
    String uid = uids.get(id);
    SimPod pod = uid == null ? null : self.pods.get(uid);
    forget(id);
    if (pod != null) {
      self.census.doubt(uid);
      FunctionId function = self.census.function(uid).orElse(null);
      if (function != null && self.place(function) instanceof Place.Here) {
        long epoch = self.standing.epoch();
        world.send(
            self,
            pod,
            () -> pod.drain(epoch, () -> world.after(0, self.around.api(), () -> removed(pod))));
      }
    }
  }

  private void bind(long id, String uid) {
    uids.put(id, uid);
    ids.put(uid, id);
  }

  private void forget(long id) {
    String uid = uids.remove(id);
    if (uid != null) {
      ids.remove(uid);
    }
  }

  private static PoolKey key(FunctionId function) {
    return new PoolKey(function.namespace(), function.name(), "$LATEST", "r");
  }
}
