package dev.hearth.gateway.provisioning;

import dev.hearth.gateway.admission.Permits;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Publications;
import dev.hearth.gateway.provisioning.Provisioning.Plan;
import dev.hearth.gateway.provisioning.Provisioning.Published;
import dev.hearth.gateway.sandbox.SandboxPools;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Has pools, permits and aliases be as {@link Provisioning} says, at every change and in time. */
public final class Provisioner {
  /** How often it is to look, in milliseconds. */
  public static final long LOOK_MS = 200;

  private final Catalogue catalogue;
  private final Permits permits;
  private final SandboxPools pools;
  private final InstantSource clock;
  private final Consumer<Set<FunctionVersion>> followers;
  private final Provisioning provisioning = new Provisioning();
  private boolean begun;
  private Limits limits = Limits.NONE;
  private Map<FunctionId, Map<String, Integer>> setAside = Map.of();
  private Map<FunctionVersion, Integer> kept = Map.of();
  private List<Standing> standings = List.of();

  /**
   * @param followers hear which versions have sandboxes that are kept, whenever that changes
   */
  public Provisioner(
      Catalogue catalogue,
      Permits permits,
      SandboxPools pools,
      InstantSource clock,
      Consumer<Set<FunctionVersion>> followers) {
    this.catalogue = catalogue;
    this.permits = permits;
    this.pools = pools;
    this.clock = clock;
    this.followers = followers;
  }

  /**
   * From now on it acts: sandboxes that were there before are known by now, so that none is made in
   * their place, and aliases lead where they are to when this returns.
   */
  public synchronized void begin() {
    begun = true;
    carryOut(plan());
    // Only now it is counted how many there are of those to be kept.
    carryOut(plan());
  }

  /** The catalogue is another one. */
  public synchronized void changed() {
    if (begun) {
      carryOut(plan());
    }
  }

  /** Time has passed. */
  public synchronized void look() {
    if (!standings.isEmpty()) {
      carryOut(plan());
    }
  }

  /** What has become of every wish. */
  public synchronized List<Standing> standings() {
    return standings;
  }

  private Plan plan() {
    var functions = new HashMap<FunctionId, Published>();
    for (var published : catalogue.publications().entrySet()) {
      FunctionId id = published.getKey();
      Publications declared = published.getValue();
      if (!declared.wishes().isEmpty() && catalogue.find(id).isPresent()) {
        functions.put(id, new Published(declared, catalogue.served(id)));
      }
    }
    var uses = new HashMap<FunctionVersion, Use>();
    return provisioning.plan(
        functions,
        catalogue.limits(),
        version -> uses.computeIfAbsent(version, this::use),
        clock.instant());
  }

  private Use use(FunctionVersion version) {
    return pools
        .provisioned(version)
        .map(
            now ->
                new Use(
                    now.requested(),
                    now.available(),
                    pools.takeHighestUse(version),
                    now.initFails()))
        .orElse(Use.NONE);
  }

  private void carryOut(Plan plan) {
    Limits now = catalogue.limits();
    if (!now.equals(limits) || !plan.setAside().equals(setAside)) {
      limits = now;
      setAside = Map.copyOf(plan.setAside());
      // Before an alias leads elsewhere: who comes that way finds concurrency set aside.
      permits.configure(limits, setAside);
    }
    plan.turns().forEach(turn -> catalogue.turn(turn.function(), turn.alias()));
    if (!plan.kept().equals(kept)) {
      kept = Map.copyOf(plan.kept());
      pools.provision(kept);
      followers.accept(kept.keySet());
    }
    standings = List.copyOf(plan.standings());
  }
}
