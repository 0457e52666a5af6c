package dev.hearth.gateway.admission;

import dev.hearth.gateway.admission.AdmissionReferee.Version;
import dev.hearth.gateway.admission.Allotment.Asked;
import dev.hearth.gateway.admission.Allotment.Got;
import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Limits.Reservation;
import dev.hearth.gateway.sandbox.pool.PoolEffect;
import dev.hearth.gateway.sandbox.pool.PoolEvent;
import dev.hearth.gateway.sandbox.pool.PoolKey;
import dev.hearth.gateway.sandbox.pool.PoolLimits;
import dev.hearth.gateway.sandbox.pool.Pools;
import dev.hearth.gateway.sandbox.pool.StartFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A world around a {@link Ledger} and the {@link Pools} behind it: clients that come in rushes and
 * leave, sandboxes that start late, fail, hang and die, limits that change, a clock that leaps.
 */
final class AdmissionSimulation {
  /** A way out on which a permit could be forgotten. */
  enum Exit {
    FINISHED,
    DIED,
    TIMED_OUT,
    REFUSED,
    CLIENT_LEFT
  }

  private static final long MS = 1_000_000;
  private static final PoolLimits POOLS =
      new PoolLimits(14, 9, 6, 400 * MS, 90 * MS, 70 * MS, 10 * MS, 80 * MS, 4, 12, 100 * MS);
  private static final long TIMEOUT = 120 * MS;
  private static final int STEPS = 500;
  private static final List<FunctionId> FUNCTIONS =
      List.of(id("here", "a"), id("here", "b"), id("here", "c"), id("there", "a"));
  private static final List<Version> VERSIONS =
      FUNCTIONS.stream()
          .flatMap(id -> Stream.of(new Version(id, "1"), new Version(id, "2")))
          .toList();

  /** A request that has a permit; {@code sandbox} is 0 while it waits for one. */
  private record Request(Version version, Permit permit, long since, long sandbox) {}

  private final AdmissionReferee referee;
  private final Pools pools = new Pools(POOLS);
  private final SplittableRandom random;
  private final Set<Exit> forgotten;
  private final long start;
  private final Map<Long, Request> requests = new LinkedHashMap<>();
  private final List<Long> starting = new ArrayList<>();
  private Request returned;
  private long passed;
  private long lastTicket;

  AdmissionSimulation(Ledger ledger, Set<Exit> forgotten, long seed) {
    this.referee = new AdmissionReferee(ledger);
    this.forgotten = forgotten;
    this.random = new SplittableRandom(seed);
    this.start = random.nextBoolean() ? random.nextLong(-500, 500) : Long.MAX_VALUE - 500 * MS;
  }

  void run() {
    decide(new PoolEvent.Retain(Set.copyOf(VERSIONS.stream().map(this::key).toList())));
    configure();
    int rush = random.nextInt(30, 80);
    for (int step = 0; step < STEPS; step++) {
      passed += random.nextLong(2 * MS);
      step(random.nextInt(100), rush);
    }
    while (!requests.isEmpty()) {
      passed += POOLS.claimWait();
      tick();
    }
    referee.nothingIsLeft();
  }

  private void step(int chance, int rush) {
    if (chance < rush) {
      ask();
    } else if (chance < 82) {
      leave(one(request -> request.sandbox() > 0), Exit.FINISHED);
    } else if (chance < 90) {
      starts();
    } else if (chance < 92) {
      leave(one(request -> request.sandbox() > 0), Exit.DIED);
    } else if (chance < 94) {
      leave(one(request -> request.sandbox() == 0), Exit.CLIENT_LEFT);
    } else if (chance < 96) {
      configure();
    } else if (chance < 97 && returned != null) {
      referee.release(returned.permit(), returned.version(), false);
    } else {
      passed += random.nextInt(5) == 0 ? random.nextLong(1_500 * MS) : random.nextLong(30 * MS);
      tick();
    }
  }

  private void ask() {
    Version version = VERSIONS.get(random.nextInt(random.nextInt(VERSIONS.size()) + 1));
    Permit permit = referee.admit(version, start, passed);
    if (permit != null) {
      lastTicket++;
      requests.put(lastTicket, new Request(version, permit, passed, 0));
      decide(new PoolEvent.Claim(lastTicket, key(version)));
    }
  }

  private void starts() {
    if (!starting.isEmpty()) {
      long sandbox = starting.remove(random.nextInt(starting.size()));
      var why = new StartFailure(StartFailure.Kind.UNAVAILABLE, "broken");
      boolean fails = random.nextInt(6) == 0;
      decide(
          fails ? new PoolEvent.StartFailed(sandbox, why) : new PoolEvent.Started(sandbox, true));
    }
  }

  private void configure() {
    var reserved = new HashMap<FunctionId, Reservation>();
    for (FunctionId function : FUNCTIONS) {
      if (random.nextBoolean()) {
        var since = Instant.ofEpochSecond(reserved.size() * 7L % 3, FUNCTIONS.indexOf(function));
        reserved.put(function, new Reservation(random.nextInt(6), since));
      }
    }
    var accounts = Map.of("here", random.nextInt(3, 14), "there", random.nextInt(3, 14));
    var limits = new Limits(accounts, reserved);
    referee.configure(limits, setAside(limits), start, passed);
  }

  /** What aliases and versions that want some kept have room for. */
  private Map<FunctionId, Map<String, Integer>> setAside(Limits limits) {
    var asked = new ArrayList<Asked>();
    for (FunctionId function : FUNCTIONS) {
      int wanted = random.nextInt(6);
      if (random.nextInt(3) == 0) {
        var route = new AliasRoute("1", "2", random.nextBoolean() ? 0 : random.nextDouble());
        asked.add(new Asked(function, "live", "live", route, wanted, Instant.EPOCH));
      }
      if (random.nextInt(4) == 0) {
        AliasRoute second = AliasRoute.to("2");
        asked.add(new Asked(function, "2", "2", second, wanted, Instant.EPOCH.plusSeconds(1)));
      }
    }
    var aside = new HashMap<FunctionId, Map<String, Integer>>();
    for (Got got : Allotment.of(limits, asked, AdmissionReferee.LEFT)) {
      var ofFunction = aside.computeIfAbsent(got.asked().function(), f -> new HashMap<>());
      got.asked()
          .route()
          .shares(got.executions())
          .forEach((number, share) -> ofFunction.merge(number, share, Integer::sum));
    }
    return aside;
  }

  /** What hangs is ended, as the gateway ends it. */
  private void tick() {
    decide(new PoolEvent.Tick());
    for (var entry : List.copyOf(requests.entrySet())) {
      Request request = entry.getValue();
      boolean waits = request.sandbox() == 0;
      if (waits && passed - request.since() >= POOLS.claimWait()) {
        throw new AdmissionReferee.Violation("a request waits beyond its deadline");
      }
      if (!waits && passed - request.since() >= TIMEOUT) {
        leave(entry.getKey(), Exit.TIMED_OUT);
      }
    }
  }

  /** A request is over; ticket 0 is none. */
  private void leave(long ticket, Exit exit) {
    Request request = requests.remove(ticket);
    if (request == null) {
      return;
    }
    switch (exit) {
      case FINISHED -> decide(new PoolEvent.Finished(request.sandbox()));
      case DIED, TIMED_OUT -> decide(new PoolEvent.Died(request.sandbox()));
      case CLIENT_LEFT -> decide(new PoolEvent.GiveUp(ticket));
      case REFUSED -> {}
    }
    if (!forgotten.contains(exit)) {
      referee.release(request.permit(), request.version(), true);
      returned = request;
    }
  }

  private void decide(PoolEvent event) {
    for (PoolEffect effect : pools.on(event, start + passed)) {
      switch (effect) {
        case PoolEffect.Start(long sandbox, PoolKey key, boolean provisioned) ->
            starting.add(sandbox);
        case PoolEffect.Give(long ticket, long sandbox, boolean cold) ->
            requests.computeIfPresent(
                ticket, (t, r) -> new Request(r.version(), r.permit(), passed, sandbox));
        case PoolEffect.Refuse refuse -> leave(refuse.ticket(), Exit.REFUSED);
        case PoolEffect.Retire(long sandbox) -> starting.remove(sandbox);
      }
    }
  }

  private long one(Predicate<Request> which) {
    List<Long> all =
        requests.entrySet().stream()
            .filter(entry -> which.test(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    return all.isEmpty() ? 0 : all.get(random.nextInt(all.size()));
  }

  private PoolKey key(Version version) {
    FunctionId function = version.function();
    return new PoolKey(function.namespace(), function.name(), version.number(), "r");
  }

  private static FunctionId id(String namespace, String name) {
    return new FunctionId(namespace, name);
  }
}
