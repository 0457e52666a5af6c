package dev.hearth.gateway.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicationsTest {
  @Test
  void a_number_stands_for_itself_if_it_was_published() {
    var published = published(Map.of(), "1", "2");
    assertEquals(Optional.of("2"), published.resolve("2", 0));
    assertEquals(Optional.empty(), published.resolve("3", 0));
    assertEquals(Optional.of("$LATEST"), published.resolve("$LATEST", 0));
  }

  @Test
  void the_latest_published_is_the_one_with_the_highest_number() {
    var published = published(Map.of(), "9", "10", "2");
    assertEquals(Optional.of("10"), published.resolve("$LATEST.PUBLISHED", 0));
    assertEquals(Optional.empty(), Publications.NONE.resolve("$LATEST.PUBLISHED", 0));
  }

  @Test
  void an_alias_stands_for_where_it_leads() {
    var published =
        published(Map.of("prod", AliasRoute.to("1"), "dev", AliasRoute.to("$LATEST")), "1");
    assertEquals(Optional.of("1"), published.resolve("prod", 0));
    assertEquals(Optional.of("$LATEST"), published.resolve("dev", 0));
    assertEquals(Optional.empty(), published.resolve("test", 0));
  }

  @Test
  void an_alias_leads_where_it_led_until_the_versions_are_there_that_it_is_to_lead_to() {
    var before = published(Map.of("prod", AliasRoute.to("1")), "1");
    var shifted = Map.of("prod", new AliasRoute("1", "2", 0.1));
    assertEquals(before, published(shifted, "1").heldAt(before));
    assertEquals(published(shifted, "1", "2"), published(shifted, "1", "2").heldAt(before));
    assertEquals(published(shifted), published(shifted).heldAt(before), "nothing is where it led");
    var dev = published(Map.of("prod", AliasRoute.to("$LATEST")));
    assertEquals(dev.aliases(), published(shifted, "1").heldAt(dev).aliases());
    assertEquals(dev, dev.heldAt(published(shifted)));
  }

  @Test
  void an_alias_that_is_not_known_yet_led_where_was_told_last() {
    var told = Map.of("prod", AliasRoute.to("1"));
    var moving = published(Map.of("prod", AliasRoute.to("2")), "1", "2");
    var kept = List.of(Wish.fixed("prod", 1));
    var wished = new Publications(moving.versions(), moving.aliases(), kept, told);
    assertEquals(told, wished.heldAt(Publications.NONE).aliases());
    var seen = wished.leading("prod", AliasRoute.to("2"));
    assertEquals(moving.aliases(), wished.heldAt(seen).aliases(), "what is known is newer");
    var unkept = new Publications(moving.versions(), moving.aliases(), List.of(), told);
    assertEquals(moving.aliases(), unkept.heldAt(Publications.NONE).aliases());
  }

  @Test
  void chance_decides_between_two_versions_as_their_weights_say() {
    var canary = new AliasRoute("1", "2", 0.25);
    assertEquals("2", canary.pick(0));
    assertEquals("2", canary.pick(0.2499));
    assertEquals("1", canary.pick(0.25));
    assertEquals("1", canary.pick(0.9999));
  }

  @Test
  void a_weight_of_nothing_and_of_all_leave_nothing_to_chance() {
    assertEquals("1", new AliasRoute("1", "2", 0).pick(0));
    assertEquals("2", new AliasRoute("1", "2", 1).pick(0.9999));
  }

  @Test
  void what_is_kept_for_an_alias_is_shared_by_its_versions_so_that_both_have_enough() {
    assertEquals(Map.of("1", 4, "2", 2), new AliasRoute("1", "2", 0.25).shares(5));
    assertEquals(Map.of("1", 5), AliasRoute.to("1").shares(5));
    assertEquals(Map.of("2", 5), new AliasRoute("1", "2", 1).shares(5));
    assertEquals(Map.of(), AliasRoute.to("1").shares(0));
  }

  @Test
  void an_alias_leads_only_where_it_sends_something() {
    assertTrue(new AliasRoute("1", "2", 0.25).leadsTo("2"));
    assertFalse(new AliasRoute("1", "2", 0).leadsTo("2"));
    assertTrue(AliasRoute.to("1").leadsTo("1"));
    assertFalse(AliasRoute.to("1").leadsTo("2"));
  }

  private static Publications published(Map<String, AliasRoute> aliases, String... numbers) {
    var versions = new HashMap<String, FunctionVersion>();
    for (String number : numbers) {
      versions.put(number, version(number));
    }
    return new Publications(versions, aliases, List.of());
  }

  private static FunctionVersion version(String number) {
    return new FunctionVersion(
            new FunctionId("default", "f"),
            FunctionVersion.LATEST,
            "",
            "python3.11",
            List.of(),
            Map.of(),
            FunctionVersion.TASK_ROOT,
            "app.handler",
            128,
            1_000,
            512,
            Map.of(),
            Map.of(),
            FunctionVersion.Logging.TEXT,
            List.of(),
            "")
        .publishedAs(number);
  }
}
