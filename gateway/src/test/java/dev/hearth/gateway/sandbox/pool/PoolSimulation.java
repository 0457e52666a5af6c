package dev.hearth.gateway.sandbox.pool;

import dev.hearth.gateway.sandbox.pool.PoolModel.Box;
import dev.hearth.gateway.sandbox.pool.PoolModel.Phase;
import dev.hearth.gateway.sandbox.pool.PoolModel.Waiter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A world around {@link Pools}: clients that come, wait and leave, sandboxes that start late, fail
 * and die, functions that change, events that come twice and a clock that may overflow.
 */
final class PoolSimulation {
  static final PoolLimits LIMITS = new PoolLimits(12, 6, 5, 400, 90, 70, 10, 80, 4, 5, 60);
  private static final int STEPS = 400;
  private static final List<Phase> PHASES = List.of(Phase.values());

  private final PoolReferee referee;
  private final SplittableRandom random;
  private final List<PoolKey> functions = new ArrayList<>();
  private PoolKey replaced = new PoolKey("shop", "gone", "$LATEST", "r0");
  private long now;
  private long lastTicket;
  private long lastAdopted;

  PoolSimulation(Pools pools, long seed) {
    this.referee = new PoolReferee(pools, LIMITS);
    this.random = new SplittableRandom(seed);
    this.now = random.nextBoolean() ? random.nextLong(-500, 500) : Long.MAX_VALUE - 500;
    for (int i = 0; i < 4; i++) {
      functions.add(new PoolKey("shop", "f" + i, "$LATEST", "r0"));
    }
  }

  void run() {
    on(new PoolEvent.Retain(Set.copyOf(functions)));
    int rush = random.nextInt(25, 60);
    int failing = random.nextInt(2, 12);
    for (int step = 0; step < STEPS; step++) {
      now += random.nextInt(4);
      step(random.nextInt(100), rush, failing);
    }
    if (random.nextBoolean()) {
      quietDown();
    } else {
      end();
    }
    referee.nothingIsLeft();
  }

  private void step(int chance, int rush, int failing) {
    if (chance < rush) {
      claim();
    } else if (chance < 65) {
      on(new PoolEvent.Finished(one(Phase.BUSY)));
    } else if (chance < 80) {
      start(one(Phase.STARTING), random.nextInt(failing) == 0);
    } else if (chance < 84) {
      on(new PoolEvent.GiveUp(oneWaiting()));
    } else if (chance < 88) {
      on(new PoolEvent.Died(one(PHASES.get(random.nextInt(PHASES.size())))));
    } else if (chance < 90) {
      change();
    } else if (chance < 91) {
      late();
    } else if (chance < 93) {
      provision();
    } else if (chance < 94) {
      if (random.nextBoolean()) {
        adopt();
      } else {
        on(new PoolEvent.Initialised(one(PHASES.get(random.nextInt(PHASES.size())))));
      }
    } else {
      now += random.nextInt(random.nextInt(10) == 0 ? 500 : 30);
      on(new PoolEvent.Tick());
    }
  }

  private void claim() {
    // The first functions are wanted more than the last.
    PoolKey wanted = functions.get(random.nextInt(random.nextInt(functions.size()) + 1));
    // Now and then a claim was under way when its function changed.
    boolean outdated = random.nextInt(20) == 0;
    on(new PoolEvent.Claim(++lastTicket, outdated ? replaced : wanted));
  }

  /** A sandbox of another life turns up, now and then one that nobody wants any more. */
  private void adopt() {
    boolean outdated = random.nextInt(8) == 0;
    PoolKey key = outdated ? replaced : functions.get(random.nextInt(functions.size()));
    on(adopted(--lastAdopted, key));
  }

  private void start(long sandbox, boolean fails) {
    on(
        fails
            ? new PoolEvent.StartFailed(
                sandbox, new StartFailure(StartFailure.Kind.UNAVAILABLE, "broken"))
            : new PoolEvent.Started(sandbox, random.nextInt(5) > 0));
  }

  private void change() {
    int changed = random.nextInt(functions.size());
    PoolKey old = functions.get(changed);
    replaced = old;
    functions.set(changed, new PoolKey(old.namespace(), old.function(), old.version(), "r" + now));
    on(new PoolEvent.Retain(Set.copyOf(functions)));
  }

  private void provision() {
    var targets = new HashMap<PoolKey, Integer>();
    for (PoolKey function : functions) {
      if (random.nextInt(3) == 0) {
        targets.put(function, random.nextInt(1, 8));
      }
    }
    on(new PoolEvent.Provision(targets));
    on(new PoolEvent.KeepAlive(Map.of(functions.getFirst(), random.nextLong(1, 500))));
  }

  /** Events that come again, too late, or about what never was. */
  private void late() {
    long some = random.nextLong(lastTicket + 10);
    Phase other = random.nextBoolean() ? Phase.IDLE : Phase.BUSY;
    start(random.nextBoolean() ? one(other) : 1_000_000, random.nextBoolean());
    on(new PoolEvent.Finished(random.nextBoolean() ? one(Phase.IDLE) : one(Phase.STARTING)));
    on(new PoolEvent.GiveUp(some));
    long known = random.nextBoolean() ? one(Phase.IDLE) : one(Phase.BUSY);
    if (known != 0) {
      on(adopted(known, functions.getFirst()));
    }
  }

  private PoolEvent adopted(long sandbox, PoolKey key) {
    return new PoolEvent.Adopted(sandbox, key, random.nextBoolean(), random.nextInt(5) > 0);
  }

  /** All work ends, nothing new comes, and then keep-alive passes. */
  private void quietDown() {
    on(new PoolEvent.Provision(Map.of()));
    on(new PoolEvent.KeepAlive(Map.of()));
    while (referee.model.any(b -> b.is(Phase.BUSY) || b.is(Phase.STARTING))) {
      on(new PoolEvent.Finished(one(Phase.BUSY)));
      start(one(Phase.STARTING), false);
    }
    now += LIMITS.claimWait() + LIMITS.keepAlive();
    on(new PoolEvent.Tick());
  }

  private void end() {
    List<Long> before = List.copyOf(referee.model.boxes.keySet());
    on(new PoolEvent.Abandon());
    claim();
    for (long sandbox : before) {
      on(new PoolEvent.Finished(sandbox));
      start(sandbox, random.nextBoolean());
      on(new PoolEvent.Died(sandbox));
    }
    on(new PoolEvent.Tick());
  }

  private void on(PoolEvent event) {
    referee.on(event, now);
  }

  /** Any sandbox in this phase, or 0, which is none. */
  private long one(Phase phase) {
    List<Long> all =
        referee.model.boxes.values().stream().filter(b -> b.is(phase)).map(Box::id).toList();
    return all.isEmpty() ? 0 : all.get(random.nextInt(all.size()));
  }

  private long oneWaiting() {
    List<Waiter> all = referee.model.waiters;
    return all.isEmpty() ? 0 : all.get(random.nextInt(all.size())).ticket();
  }
}
