package dev.hearth.gateway.provisioning;

import dev.hearth.gateway.admission.Allotment;
import dev.hearth.gateway.admission.Allotment.Asked;
import dev.hearth.gateway.admission.Allotment.Got;
import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Publications;
import dev.hearth.gateway.function.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Decides how many sandboxes of which version are kept, and when an alias may follow its manifest
 * to another version: when the sandboxes that are kept for it there are initialised, and never
 * while its Init fails. Remembers what schedules, use and waiting need. Not safe for several
 * threads at once.
 */
final class Provisioning {
  /**
   * What was published of one function.
   *
   * @param declared as it is to be
   * @param served as invocations see it
   */
  record Published(Publications declared, Publications served) {}

  /** An alias that is to be followed to where it leads. */
  record Turn(FunctionId function, String alias) {}

  /**
   * What is to hold now.
   *
   * @param kept sandboxes by version
   * @param setAside concurrency that is for one version alone, by its number
   */
  record Plan(
      Map<FunctionVersion, Integer> kept,
      Map<FunctionId, Map<String, Integer>> setAside,
      List<Turn> turns,
      List<Standing> standings) {}

  /** AWS's word for it. */
  static final String INIT_FAILURE = "FUNCTION_ERROR_INIT_FAILURE";

  private Map<Key, Kept> remembered = Map.of();

  /** Says what is to hold, of functions with wishes alone. */
  Plan plan(
      Map<FunctionId, Published> functions,
      Limits limits,
      Function<FunctionVersion, Use> use,
      Instant now) {
    var known = new LinkedHashMap<Key, Kept>();
    var asking = new ArrayList<Asked>();
    functions.forEach(
        (id, published) -> {
          for (Wish wish : published.declared().wishes()) {
            Kept kept = kept(id, wish);
            known.put(new Key(id, wish.qualifier(), wish.name()), kept);
            AliasRoute route = published.served().route(wish.qualifier());
            if (route != null) {
              int wanted = kept.wanted(share(published, route, use), now);
              asking.add(new Asked(id, wish.qualifier(), wish.name(), route, wanted, wish.since()));
            }
          }
        });
    remembered = known;
    var plan = new Plan(new HashMap<>(), new HashMap<>(), new ArrayList<>(), new ArrayList<>());
    for (Got got : Allotment.of(limits, asking)) {
      Asked asked = got.asked();
      Kept kept = known.get(new Key(asked.function(), asked.qualifier(), asked.name()));
      add(plan, functions.get(asked.function()), kept, got, use, now);
    }
    return plan;
  }

  private Kept kept(FunctionId function, Wish wish) {
    Kept before = remembered.get(new Key(function, wish.qualifier(), wish.name()));
    return before == null || !before.wish.equals(wish) ? new Kept(wish) : before;
  }

  /** Highest share in use of what is kept where a route leads. */
  private static double share(
      Published published, AliasRoute route, Function<FunctionVersion, Use> use) {
    int requested = 0;
    int highest = 0;
    for (String number : route.shares(1).keySet()) {
      FunctionVersion version = published.declared().versions().get(number);
      Use one = version == null ? Use.NONE : use.apply(version);
      requested += one.requested();
      highest += one.highest();
    }
    return requested == 0 ? Math.min(1, highest) : Math.min(1.0, (double) highest / requested);
  }

  private static void add(
      Plan plan,
      Published published,
      Kept kept,
      Got got,
      Function<FunctionVersion, Use> use,
      Instant now) {
    FunctionId id = got.asked().function();
    String qualifier = got.asked().qualifier();
    Map<String, FunctionVersion> versions = published.declared().versions();
    AliasRoute route = got.asked().route();
    AliasRoute declared = published.declared().route(qualifier);
    Map<String, Integer> coming = declared.shares(got.executions());
    String reason = got.reason();
    boolean ready = available(coming, versions, use) >= sum(coming);
    boolean initFails = !ready && initFails(coming, versions, use);
    if (declared.equals(route)) {
      kept.stays();
    } else if (ready || (!initFails && kept.hasWaited(declared, now))) {
      plan.turns().add(new Turn(id, qualifier));
      kept.stays();
      route = declared;
    } else {
      reason = "invocations go to the version before until sandboxes of this one are initialised";
    }
    if (initFails) {
      kept.stays();
      reason = INIT_FAILURE;
    }
    Map<String, Integer> serving = route.shares(got.executions());
    var both = new HashMap<>(serving);
    coming.forEach((number, share) -> both.merge(number, share, Math::max));
    keep(plan.kept(), versions, both);
    var ofFunction = plan.setAside().computeIfAbsent(id, f -> new HashMap<>());
    serving.forEach((number, share) -> ofFunction.merge(number, share, Integer::sum));
    int wanted = got.asked().executions();
    int available = Math.min(got.executions(), available(serving, versions, use));
    plan.standings()
        .add(
            new Standing(
                id,
                qualifier,
                kept.wish.name(),
                wanted,
                got.executions(),
                available,
                reason,
                route));
  }

  private static void keep(
      Map<FunctionVersion, Integer> all,
      Map<String, FunctionVersion> versions,
      Map<String, Integer> shares) {
    shares.forEach(
        (number, share) -> {
          FunctionVersion version = versions.get(number);
          if (version != null) {
            all.merge(version, share, Integer::sum);
          }
        });
  }

  /** How many of these are initialised. */
  private static int available(
      Map<String, Integer> shares,
      Map<String, FunctionVersion> versions,
      Function<FunctionVersion, Use> use) {
    int available = 0;
    for (var share : shares.entrySet()) {
      FunctionVersion version = versions.get(share.getKey());
      int there = version == null ? 0 : use.apply(version).available();
      available += Math.min(share.getValue(), there);
    }
    return available;
  }

  private static boolean initFails(
      Map<String, Integer> shares,
      Map<String, FunctionVersion> versions,
      Function<FunctionVersion, Use> use) {
    return shares.keySet().stream()
        .map(versions::get)
        .anyMatch(version -> version != null && use.apply(version).initFails());
  }

  private static int sum(Map<String, Integer> shares) {
    return shares.values().stream().mapToInt(n -> n).sum();
  }
}
