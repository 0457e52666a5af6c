package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.kubernetes.Demand.AccountUse;
import dev.hearth.gateway.kubernetes.Demand.FailedInit;
import dev.hearth.gateway.kubernetes.Demand.MissingArtifact;
import dev.hearth.gateway.kubernetes.Demand.PoolDemand;
import dev.hearth.gateway.kubernetes.Demand.Provisioned;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DemandTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final PoolRef POOL = new PoolRef("shop", "python");
  private static final MissingArtifact CODE = new MissingArtifact("shop", "f", "abc");

  private final Demand demand = new Demand(Duration.ZERO);

  private Demand.Snapshot now() throws InterruptedException {
    return demand.after(-1, LONG);
  }

  @Test
  void whoever_asks_for_the_first_time_is_answered_at_once() throws InterruptedException {
    assertEquals(
        new Demand.Snapshot(1, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
        demand.after(0, LONG));
  }

  @Test
  void everything_that_is_wanted_and_held_is_told() throws InterruptedException {
    demand.waiting(Map.of(POOL, 3));
    demand.claimed("uid");
    demand.missing(CODE);
    var said = now();
    assertEquals(List.of(new PoolDemand("shop", "python", 3)), said.pools());
    assertEquals(List.of("uid"), said.claimed());
    assertEquals(List.of(CODE), said.missingArtifacts());
    demand.waiting(Map.of());
    demand.released("uid");
    demand.found(CODE);
    assertEquals(
        new Demand.Snapshot(7, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
        now());
  }

  @Test
  void what_is_observed_is_told_when_it_changes() throws InterruptedException {
    var observed =
        new Demand.Observed(
            List.of(new FailedInit("shop", "f", "$LATEST", "Runtime.ExitError", "exit status 1")),
            List.of(new AccountUse("shop", 3)),
            List.of(new Provisioned("shop", "f", "live", "f-live", 3, 3, 2, "soon", null)));
    demand.observed(observed);
    demand.observed(observed);
    assertEquals(2, now().sequence());
    assertEquals(observed.functions(), now().functions());
    assertEquals(observed.accounts(), now().accounts());
    assertEquals(observed.provisioned(), now().provisioned());
  }

  @Test
  void what_changes_nothing_has_no_new_number() throws InterruptedException {
    demand.claimed("uid");
    long before = now().sequence();
    demand.claimed("uid");
    demand.waiting(Map.of());
    demand.released("other");
    assertEquals(before, now().sequence());
  }

  @Test
  void a_change_ends_the_wait() throws Exception {
    long before = now().sequence();
    var answer = CompletableFuture.supplyAsync(() -> told(demand, before));
    demand.claimed("uid");
    assertEquals(List.of("uid"), answer.get(10, TimeUnit.SECONDS).claimed());
  }

  @Test
  void a_claim_is_told_late_but_together_with_what_somebody_waits_for_at_once() throws Exception {
    var calm = new Demand(Duration.ofDays(1));
    long before = calm.after(-1, LONG).sequence();
    calm.claimed("uid");
    assertEquals(List.of("uid"), calm.after(before, Duration.ofMillis(1)).claimed(), "or never");
    var answer = CompletableFuture.supplyAsync(() -> told(calm, before));
    calm.waiting(Map.of(POOL, 1));
    assertEquals(List.of("uid"), answer.get(20, TimeUnit.SECONDS).claimed());
    assertEquals(List.of("uid"), calm.after(before, LONG).claimed(), "whoever asks afterwards");
  }

  private static Demand.Snapshot told(Demand demand, long known) {
    try {
      return demand.after(known, LONG);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void without_a_change_the_state_is_told_when_patience_ends() throws InterruptedException {
    long before = now().sequence();
    assertEquals(before, demand.after(before, Duration.ofMillis(1)).sequence());
    assertTrue(demand.isClaimed("uid") == false);
  }
}
