package dev.hearth.operator.pool;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a pool remembers from look to look. Looks lag behind deeds, so what was done and not seen
 * yet stands here.
 *
 * @param expected names of sandboxes made but not seen yet, and when they were made
 * @param condemned UIDs of sandboxes whose deletion was sent
 * @param deaths sandboxes in a row that died unused
 * @param lastDeath what the last of them said
 * @param notBefore no sandbox is made before
 * @param neededAt when somebody last needed the pool
 * @param idle the pool keeps no spare
 * @param rate how often its spares are claimed
 */
public record PoolMemory(
    Map<String, Instant> expected,
    Set<String> condemned,
    int deaths,
    String lastDeath,
    Instant notBefore,
    Instant neededAt,
    boolean idle,
    ClaimRate rate) {
  public PoolMemory {
    expected = Map.copyOf(expected);
    condemned = Set.copyOf(condemned);
  }

  /** A pool that this process sees for the first time. */
  static PoolMemory fresh(Instant now, boolean idle) {
    return new PoolMemory(
        Map.of(), Set.of(), 0, "", Instant.MIN, now, idle, ClaimRate.unknown(now));
  }

  /** The same, with sandboxes of these names made now. */
  PoolMemory made(List<String> names, Instant now) {
    var all = new HashMap<>(expected);
    names.forEach(name -> all.put(name, now));
    return new PoolMemory(all, condemned, deaths, lastDeath, notBefore, neededAt, idle, rate);
  }

  /** The same, with some of those refused by the API server, which counts as a death. */
  PoolMemory refused(Set<String> names, String message, Instant now, PoolLimits limits) {
    var rest = new HashMap<>(expected);
    rest.keySet().removeAll(names);
    Instant next = now.plus(limits.backoff(deaths + 1));
    return new PoolMemory(rest, condemned, deaths + 1, message, next, neededAt, idle, rate);
  }

  /** The same, with some that were to go and could not be deleted. */
  PoolMemory spared(Set<String> uids) {
    var rest = new HashSet<>(condemned);
    rest.removeAll(uids);
    return new PoolMemory(expected, rest, deaths, lastDeath, notBefore, neededAt, idle, rate);
  }

  /** The same with these going, too. */
  PoolMemory condemned(Set<String> uids) {
    var all = new HashSet<>(condemned);
    all.addAll(uids);
    return new PoolMemory(expected, all, deaths, lastDeath, notBefore, neededAt, idle, rate);
  }

  /** The same with so many deaths in a row. */
  PoolMemory deaths(int number, String last, Instant next) {
    return new PoolMemory(expected, condemned, number, last, next, neededAt, idle, rate);
  }

  /** The same with what is known of its need now. */
  PoolMemory needed(Instant at, boolean nobody, ClaimRate now) {
    return new PoolMemory(expected, condemned, deaths, lastDeath, notBefore, at, nobody, now);
  }

  /** The same without what this look shows to have happened, or to have been lost. */
  PoolMemory seen(List<ObservedSandbox> sandboxes, Instant now, PoolLimits limits) {
    Set<String> names = sandboxes.stream().map(ObservedSandbox::name).collect(Collectors.toSet());
    Map<String, Instant> unseen =
        expected.entrySet().stream()
            .filter(e -> !names.contains(e.getKey()))
            .filter(e -> e.getValue().plus(limits.unseen()).isAfter(now))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Set<String> going =
        sandboxes.stream()
            .map(ObservedSandbox::uid)
            .filter(condemned::contains)
            .collect(Collectors.toSet());
    return new PoolMemory(unseen, going, deaths, lastDeath, notBefore, neededAt, idle, rate);
  }
}
