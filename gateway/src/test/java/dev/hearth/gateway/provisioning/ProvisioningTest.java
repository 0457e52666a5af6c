package dev.hearth.gateway.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.crds.ProvisionedConcurrency;
import dev.hearth.crds.ProvisionedConcurrency.Schedule;
import dev.hearth.crds.ProvisionedConcurrency.TargetUtilization;
import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Publications;
import dev.hearth.gateway.function.Wish;
import dev.hearth.gateway.provisioning.Provisioning.Plan;
import dev.hearth.gateway.provisioning.Provisioning.Published;
import dev.hearth.gateway.provisioning.Provisioning.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProvisioningTest {
  private static final FunctionId F = new FunctionId("default", "f");
  private static final Map<String, FunctionVersion> VERSIONS =
      Map.of("1", version("1"), "2", version("2"));
  private static final AliasRoute ONE = AliasRoute.to("1");
  private static final AliasRoute TWO = AliasRoute.to("2");

  private final Provisioning provisioning = new Provisioning();
  private final Map<String, Use> used = new HashMap<>();
  private Limits limits = Limits.NONE;
  private Instant now = Instant.parse("2026-11-21T00:00:00Z");

  @Test
  void what_versions_and_aliases_want_is_added_up() {
    var published =
        new Publications(
            VERSIONS,
            Map.of("live", new AliasRoute("1", "2", 0.25)),
            List.of(Wish.fixed("1", 2), Wish.fixed("live", 5)));
    assertEquals(Map.of("1", 6, "2", 2), kept(plan(published, published)));
  }

  @Test
  void the_number_follows_the_schedules() {
    var spec =
        new ProvisionedConcurrency(
            1,
            List.of(new Schedule("30 * * * *", "UTC", 4), new Schedule("0 * * * *", "UTC", 2)),
            null);
    var published = wishing(new Wish("a", "live", spec, Instant.EPOCH), ONE);
    assertEquals(Map.of("1", 2), kept(plan(published, published)));
    now = now.plus(Duration.ofMinutes(30));
    assertEquals(Map.of("1", 4), kept(plan(published, published)));
  }

  @Test
  void the_number_follows_the_use() {
    var spec = new ProvisionedConcurrency(2, null, new TargetUtilization(0.5, 1, 5));
    var published = wishing(new Wish("a", "live", spec, Instant.EPOCH), ONE);
    assertEquals(Map.of("1", 2), kept(plan(published, published)));
    used.put("1", new Use(2, 2, 2, false));
    for (int minute = 0; minute < UtilizationTracker.OUT_AFTER; minute++) {
      assertEquals(Map.of("1", 2), kept(plan(published, published)));
      now = now.plus(Duration.ofMinutes(1));
    }
    assertEquals(Map.of("1", 4), kept(plan(published, published)));
  }

  @Test
  void an_alias_moves_on_when_the_sandboxes_of_the_new_version_are_initialised() {
    Publications served = wishing(Wish.fixed("live", 3), ONE);
    Publications declared = wishing(Wish.fixed("live", 3), TWO);
    used.put("1", new Use(3, 3, 0, false));
    Plan both = plan(declared, served);
    assertEquals(Map.of("1", 3, "2", 3), kept(both));
    assertEquals(List.of(), both.turns());
    assertEquals(Map.of(F, Map.of("1", 3)), both.setAside(), "permits are for who serves");
    used.put("2", new Use(3, 2, 0, false));
    assertEquals(List.of(), plan(declared, served).turns());
    used.put("2", new Use(3, 3, 0, false));
    Plan moves = plan(declared, served);
    assertEquals(List.of(new Turn(F, "live")), moves.turns());
    assertEquals(Map.of(F, Map.of("2", 3)), moves.setAside());
    assertEquals(Map.of("2", 3), kept(moves), "the old go with the turn");
    assertEquals(TWO, moves.standings().getFirst().route());
  }

  @Test
  void weights_move_when_each_version_has_its_share() {
    Publications served = wishing(Wish.fixed("live", 4), ONE);
    Publications declared = wishing(Wish.fixed("live", 4), new AliasRoute("1", "2", 0.5));
    used.put("1", new Use(4, 4, 0, false));
    assertEquals(List.of(), plan(declared, served).turns());
    used.put("2", new Use(2, 2, 0, false));
    assertEquals(List.of(new Turn(F, "live")), plan(declared, served).turns());
  }

  @Test
  void an_alias_moves_on_all_the_same_after_five_minutes() {
    Publications served = wishing(Wish.fixed("live", 3), ONE);
    Publications declared = wishing(Wish.fixed("live", 3), TWO);
    assertEquals(List.of(), plan(declared, served).turns());
    now = now.plus(Kept.MOST_WAIT).minusMillis(1);
    assertEquals(List.of(), plan(declared, served).turns());
    now = now.plusMillis(1);
    assertEquals(List.of(new Turn(F, "live")), plan(declared, served).turns());
  }

  @Test
  void an_alias_stays_where_it_is_as_long_as_the_init_of_the_new_version_fails() {
    Publications served = wishing(Wish.fixed("live", 3), ONE);
    Publications declared = wishing(Wish.fixed("live", 3), TWO);
    used.put("1", new Use(3, 3, 0, false));
    used.put("2", new Use(3, 2, 0, true));
    for (int look = 0; look < 3; look++) {
      Plan stays = plan(declared, served);
      assertEquals(List.of(), stays.turns());
      assertEquals(ONE, stays.standings().getFirst().route());
      assertEquals(Provisioning.INIT_FAILURE, stays.standings().getFirst().reason());
      assertEquals(3, stays.standings().getFirst().available(), "those that serve");
      now = now.plus(Kept.MOST_WAIT);
    }
    used.put("2", new Use(3, 2, 0, false));
    assertEquals(List.of(), plan(declared, served).turns(), "the wait begins anew");
    used.put("2", new Use(3, 3, 0, false));
    assertEquals(List.of(new Turn(F, "live")), plan(declared, served).turns());
  }

  @Test
  void a_version_whose_init_fails_is_told_of_until_its_sandboxes_are_there() {
    Publications published = wishing(Wish.fixed("live", 3), ONE);
    used.put("1", new Use(3, 1, 0, true));
    assertEquals(
        Provisioning.INIT_FAILURE, plan(published, published).standings().getFirst().reason());
    used.put("1", new Use(3, 3, 0, true));
    assertEquals("", plan(published, published).standings().getFirst().reason());
  }

  @Test
  void where_none_are_wanted_at_this_time_an_alias_moves_at_once() {
    Publications served = wishing(Wish.fixed("live", 0), ONE);
    Publications declared = wishing(Wish.fixed("live", 0), TWO);
    assertEquals(List.of(new Turn(F, "live")), plan(declared, served).turns());
  }

  @Test
  void what_there_is_no_room_for_is_not_kept_and_the_reason_is_said() {
    limits = new Limits(Map.of("default", 103), Map.of());
    Publications published = wishing(Wish.fixed("live", 5), ONE);
    Plan plan = plan(published, published);
    assertEquals(Map.of("1", 3), kept(plan));
    Standing standing = plan.standings().getFirst();
    assertEquals(
        List.of(5, 3, 0),
        List.of(standing.requested(), standing.allocated(), standing.available()));
    assertEquals(
        "Requested Provisioned Concurrency decreases account's UnreservedConcurrentExecution below"
            + " its minimum value of [100]",
        standing.reason());
  }

  @Test
  void what_is_initialised_is_said_of_the_version_that_serves() {
    Publications served = wishing(Wish.fixed("live", 3), ONE);
    used.put("1", new Use(3, 2, 0, false));
    assertEquals(2, plan(served, served).standings().getFirst().available());
    Publications declared = wishing(Wish.fixed("live", 3), TWO);
    Standing moving = plan(declared, served).standings().getFirst();
    assertEquals(2, moving.available());
    assertEquals(
        "invocations go to the version before until sandboxes of this one are initialised",
        moving.reason());
  }

  private Plan plan(Publications declared, Publications served) {
    return provisioning.plan(
        Map.of(F, new Published(declared, served)),
        limits,
        version -> used.getOrDefault(version.version(), Use.NONE),
        now);
  }

  private static Map<String, Integer> kept(Plan plan) {
    var kept = new TreeMap<String, Integer>();
    plan.kept().forEach((version, number) -> kept.put(version.version(), number));
    return kept;
  }

  private static Publications wishing(Wish wish, AliasRoute route) {
    return new Publications(VERSIONS, Map.of("live", route), List.of(wish));
  }

  private static FunctionVersion version(String number) {
    return new FunctionVersion(
        F,
        number,
        "r" + number,
        "python3.11",
        List.of(),
        Map.of(),
        FunctionVersion.TASK_ROOT,
        "h",
        128,
        1_000,
        512,
        Map.of(),
        Map.of(),
        FunctionVersion.Logging.TEXT,
        List.of(),
        "");
  }
}
