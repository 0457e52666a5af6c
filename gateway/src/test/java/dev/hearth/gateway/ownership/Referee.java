package dev.hearth.gateway.ownership;

import dev.hearth.gateway.function.FunctionId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows the truth and says at once when a promise is broken. */
final class Referee {
  /** A promise was broken. */
  static final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(String what) {
      super(what);
    }
  }

  /** What is counted together: one function, or the functions that share an account. */
  private static final class Count {
    int limit;
    int running;

    /** Those that have a permit, at a sandbox or on the way there. */
    int admitted;

    final ArrayDeque<Long> ends = new ArrayDeque<>();
  }

  private static final int REMEMBERED = 400;

  private final World world;
  private final Map<String, Count> counts = new HashMap<>();
  private final Map<FunctionId, List<String>> keys = new HashMap<>();
  private final Set<String> begun = new HashSet<>();
  long admissions;
  long throttles;

  Referee(World world, Scenario scenario) {
    this.world = world;
    for (FunctionId function : scenario.functions()) {
      keys.put(function, scenario.countedBy(function));
    }
    scenario.limitsByKey().forEach((key, limit) -> count(key).limit = limit);
  }

  private Count count(String key) {
    return counts.computeIfAbsent(key, k -> new Count());
  }

  /** A sandbox that lives begins an invocation. */
  void runs(SimPod pod, FunctionId life, FunctionId function, String request) {
    check(begun.add(request), request + " was begun twice");
    if (!life.equals(function)) {
      throw new Violation(pod.name + " is one of " + life + " and ran " + function);
    }
    for (String key : keys.get(function)) {
      Count count = count(key);
      count.running++;
      if (count.running > count.limit) {
        throw new Violation(
            key + " has " + count.running + " in flight where " + count.limit + " may be");
      }
    }
  }

  /** It is over, however. */
  void ended(FunctionId function) {
    keys.get(function).forEach(key -> count(key).running--);
  }

  /** A permit was given for what is counted under this key. */
  void admitted(String key) {
    admissions++;
    count(key).admitted++;
  }

  /** It has come back. */
  void returned(String key) {
    Count count = count(key);
    count.admitted--;
    count.ends.addLast(world.now);
    if (count.ends.size() > REMEMBERED) {
      count.ends.removeFirst();
    }
  }

  /**
   * A request was refused that nobody could excuse by not knowing.
   *
   * @param since what ended after that may have been there when it was asked
   */
  void throttled(String key, long since) {
    throttles++;
    Count count = count(key);
    long ended = count.ends.stream().filter(end -> end >= since).count();
    if (Math.max(count.admitted, count.running) + ended < count.limit) {
      throw new Violation(
          key + " refused one more where " + count.admitted + " of " + count.limit + " were used");
    }
  }

  void nothingRuns() {
    counts.forEach(
        (key, count) -> {
          if (count.running != 0 || count.admitted != 0) {
            throw new Violation(key + " keeps " + count.running + "/" + count.admitted);
          }
        });
  }

  static void check(boolean holds, String what) {
    if (!holds) {
      throw new Violation(what);
    }
  }
}
