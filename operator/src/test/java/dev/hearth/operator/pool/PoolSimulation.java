package dev.hearth.operator.pool;

import dev.hearth.operator.pool.PoolDecision.Removal;
import dev.hearth.operator.pool.SandboxState.Claimed;
import dev.hearth.operator.pool.SandboxState.Dead;
import dev.hearth.operator.pool.SandboxState.Leaving;
import dev.hearth.operator.pool.SandboxState.Spare;
import dev.hearth.operator.pool.SandboxState.Starting;
import dev.hearth.operator.pool.SandboxState.Stuck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A cluster of one pool in simulated time: pods start late or die, gateways claim them and let them
 * go, deletions take time, and every look at all of it is older than the deeds.
 */
final class PoolSimulation {
  static final int SPARE = 3;
  static final int MAX = 12;
  private static final int MAX_LAG = 8;
  private static final String FUNCTION = "f";
  private static final Duration TICK = Duration.ofMillis(250);

  private final RandomGenerator random;
  private final boolean remembers;
  private final Map<String, ObservedSandbox> pods = new HashMap<>();
  private final List<List<ObservedSandbox>> past = new ArrayList<>();
  private final Set<String> claimed = new HashSet<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private PoolMemory memory = PoolMemory.fresh(now, false);
  private int waiting;
  private int names;

  /** What went wrong; empty while nothing has. */
  final List<String> violations = new ArrayList<>();

  /**
   * @param remembers false for the mutant that forgets what it did and has not seen
   */
  PoolSimulation(RandomGenerator random, boolean remembers) {
    this.random = random;
    this.remembers = remembers;
  }

  /** Runs under faults and load. */
  void trouble(int ticks) {
    for (int i = 0; i < ticks; i++) {
      if (random.nextInt(20) == 0) {
        waiting = random.nextInt(2 * MAX);
      }
      live(true);
      step(random.nextInt(MAX_LAG));
    }
  }

  /** Runs with nobody waiting and nothing dying, until everything had time to settle. */
  void quiet(Duration length) {
    waiting = 0;
    for (Instant end = now.plus(length); now.isBefore(end); ) {
      live(false);
      step(0);
    }
  }

  long count(Class<? extends SandboxState> state) {
    return pods.values().stream().filter(pod -> state.isInstance(pod.state())).count();
  }

  /** Ends every claim, as a keep-alive does. */
  void release() {
    claimed.forEach(uid -> become(uid, new Dead(true, "it ended by itself")));
    claimed.clear();
  }

  private void live(boolean faults) {
    for (ObservedSandbox pod : List.copyOf(pods.values())) {
      switch (pod.state()) {
        case Starting _ -> {
          if (faults && random.nextInt(12) == 0) {
            become(pod.uid(), new Dead(false, "it died"));
          } else if (random.nextInt(4) == 0) {
            become(pod.uid(), new Spare());
          }
        }
        case Spare _ -> {
          if (waiting > 0 && random.nextInt(2) == 0) {
            waiting--;
            claimed.add(pod.uid());
            become(pod.uid(), new Claimed(FUNCTION, false));
          }
        }
        case Claimed _ -> {
          if (faults && random.nextInt(10) == 0) {
            claimed.remove(pod.uid());
            become(pod.uid(), new Dead(true, "it ended by itself"));
          }
        }
        case Leaving _ -> {
          if (random.nextInt(3) == 0) {
            pods.remove(pod.uid());
          }
        }
        case Dead _, Stuck _ -> {}
      }
    }
    past.add(List.copyOf(pods.values()));
  }

  private void step(int lag) {
    now = now.plus(TICK);
    List<ObservedSandbox> look = past.get(Math.max(0, past.size() - 1 - lag));
    // A watch never shows less than it has shown, so what is past is past.
    past.subList(0, Math.max(0, past.size() - 1 - lag)).clear();
    var wish = new PoolWish(SPARE, MAX, waiting, true, false, "t", Set.of(FUNCTION));
    PoolDecision decision = PoolPlan.decide(memory, wish, look, PoolPlanTest.LIMITS, now);
    var made = new ArrayList<String>();
    for (int i = 0; i < decision.create(); i++) {
      String name = "pod-" + names++;
      made.add(name);
      pods.put(name, new ObservedSandbox(name, name, "t", now, new Starting()));
    }
    memory =
        remembers
            ? decision.memory().made(made, now)
            : PoolMemory.fresh(decision.memory().neededAt(), decision.memory().idle());
    decision.delete().forEach(this::delete);
    check();
  }

  private void delete(Removal removal) {
    ObservedSandbox pod = pods.get(removal.sandbox().uid());
    if (pod == null) {
      return;
    }
    boolean seenClaimed = removal.sandbox().state() instanceof Claimed;
    if (seenClaimed) {
      violations.add("deleted what a function has: " + removal);
    }
    claimed.remove(pod.uid());
    become(pod.uid(), new Leaving());
  }

  private void check() {
    long living =
        pods.values().stream()
            .filter(pod -> !(pod.state() instanceof Leaving || pod.state() instanceof Dead))
            .count();
    if (living > MAX) {
      violations.add(living + " live, " + MAX + " may");
    }
  }

  private void become(String uid, SandboxState state) {
    pods.computeIfPresent(
        uid, (_, old) -> new ObservedSandbox(old.name(), uid, old.template(), now, state));
  }
}
