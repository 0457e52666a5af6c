package dev.hearth.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.cli.manifest.Manifest;
import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.ProvisionedConcurrency;
import dev.hearth.crds.PublishedVersionSpec;
import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Publications;
import dev.hearth.gateway.function.Wish;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Manifests publish versions and lead aliases to them. */
class PublisherTest {
  private static final Path FILE = Path.of("/functions/all.yaml");
  private static final FunctionId HELLO = new FunctionId(Accounts.LOCAL_NAMESPACE, "hello");

  private final Catalogue catalogue = new Catalogue();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final List<Declared> declared = new ArrayList<>();
  private Publisher publisher;

  @BeforeEach
  void serve_a_function() {
    var console = new Console(new PrintStream(told, true, StandardCharsets.UTF_8), false);
    publisher =
        new Publisher(catalogue, new Announcer(console, new Usage("hearth", 8080, 8080, FILE)));
    function("one");
  }

  @Test
  void a_version_is_what_the_function_was_when_its_manifest_came() {
    declared.add(version("first", "hello"));
    look();
    function("two");
    look();
    declared.add(version("second", "hello"));
    look();
    assertEquals(Set.of("1", "2"), published().versions().keySet());
    assertEquals("one", published().versions().get("1").handler());
    assertEquals("two", published().versions().get("2").handler());
    assertEquals("2", published().versions().get("2").version());
    assertTrue(told().contains("hearth: hello published as version 2"), told());
  }

  @Test
  void what_has_not_changed_is_not_published_again() {
    declared.add(version("first", "hello"));
    declared.add(version("again", "hello"));
    look();
    assertEquals(Set.of("1"), published().versions().keySet());
    assertTrue(told().contains("hearth: hello has not changed since version 1"), told());
  }

  @Test
  void what_goes_back_to_an_older_state_is_a_new_version() {
    declared.add(version("first", "hello"));
    look();
    function("two");
    declared.add(version("second", "hello"));
    look();
    function("one");
    declared.add(version("third", "hello"));
    look();
    assertEquals(Set.of("1", "2", "3"), published().versions().keySet());
  }

  @Test
  void nothing_is_published_while_the_function_is_being_loaded() {
    declared.add(version("first", "hello"));
    publisher.look(declared, _ -> false);
    assertEquals(Publications.NONE, published());
    look();
    assertEquals(Set.of("1"), published().versions().keySet());
  }

  @Test
  void a_number_is_never_given_twice() {
    declared.add(version("first", "hello"));
    look();
    declared.clear();
    look();
    assertEquals(Publications.NONE, published());
    declared.add(version("other", "hello"));
    look();
    assertEquals(Set.of("2"), published().versions().keySet());
  }

  @Test
  void a_version_that_an_alias_leads_to_stays_until_the_alias_has_moved() {
    declared.add(version("first", "hello"));
    declared.add(alias("hello-prod", "prod", "1", Map.of()));
    look();
    declared.removeFirst();
    look();
    assertEquals(Set.of("1"), published().versions().keySet());
    assertTrue(told().contains("version 1 of hello stays: an alias leads to it"), told());
    declared.set(0, alias("hello-prod", "prod", "$LATEST", Map.of()));
    look();
    assertEquals(Set.of(), published().versions().keySet());
  }

  @Test
  void versions_go_with_their_function() {
    declared.add(version("first", "hello"));
    declared.add(alias("hello-prod", "prod", "1", Map.of()));
    look();
    catalogue.update(_ -> Map.of());
    look();
    assertEquals(Set.of(), published().versions().keySet());
  }

  @Test
  void aliases_lead_where_their_manifests_say() {
    declared.add(alias("hello-prod", "prod", "1", Map.of("2", 0.25)));
    declared.add(alias("hello-dev", "dev", "$LATEST", null));
    look();
    assertEquals(
        Map.of("prod", new AliasRoute("1", "2", 0.25), "dev", AliasRoute.to("$LATEST")),
        published().aliases());
  }

  @Test
  void versions_and_aliases_say_what_they_want_kept() {
    var two = new ProvisionedConcurrency(2, null, null);
    var three = new ProvisionedConcurrency(3, null, null);
    declared.add(version("first", "hello", two));
    look();
    declared.add(alias("hello-prod", "prod", "1", Map.of("2", 0.5), three));
    look();
    assertEquals(
        List.of(
            new Wish("first", "1", two, Instant.EPOCH),
            new Wish("hello-prod", "prod", three, Instant.EPOCH)),
        published().wishes());
  }

  @Test
  void schedules_that_cannot_be_followed_are_said() {
    var schedule = new ProvisionedConcurrency.Schedule("0 25 * * *", "UTC", 3);
    declared.add(version("first", "hello", new ProvisionedConcurrency(2, List.of(schedule), null)));
    look();
    look();
    String words =
        "all.yaml: FunctionVersion first: spec.provisionedConcurrency.schedules[0]: cron: hour";
    assertEquals(1, times(words), told());
  }

  @Test
  void what_cannot_be_is_said_once() {
    declared.add(version("lost", "nobody"));
    declared.add(alias("hello-prod", "prod", "7", Map.of()));
    declared.add(alias("hello-prod-too", "prod", "8", Map.of()));
    look();
    look();
    assertEquals(1, times("all.yaml: lost: there is no function nobody to publish"), told());
    assertEquals(1, times("alias prod of hello leads to version 7, which is not there"), told());
    assertEquals(1, times("all.yaml: hello-prod-too: hello has an alias prod already"), told());
  }

  @Test
  void an_alias_may_lead_to_what_is_about_to_be_published() {
    declared.add(version("first", "hello"));
    declared.add(alias("hello-prod", "prod", "1", Map.of()));
    publisher.look(declared, _ -> false);
    assertEquals("", told());
    look();
    assertTrue(told().contains("hearth: hello published as version 1"), told());
  }

  private void look() {
    publisher.look(declared, _ -> true);
  }

  private Publications published() {
    return catalogue.publications(HELLO);
  }

  private void function(String handler) {
    var version =
        new FunctionVersion(
            HELLO,
            FunctionVersion.LATEST,
            handler,
            "python3.11",
            List.of(),
            Map.of(),
            FunctionVersion.TASK_ROOT,
            handler,
            128,
            1_000,
            512,
            Map.of(),
            Map.of(),
            FunctionVersion.Logging.TEXT,
            List.of(),
            "");
    catalogue.update(_ -> Map.of(HELLO, new Catalogue.Entry.Ready(version)));
  }

  private static Declared version(String name, String function) {
    return version(name, function, null);
  }

  private static Declared version(String name, String function, ProvisionedConcurrency wish) {
    var spec = new PublishedVersionSpec(function, null, wish, null);
    return new Declared.Version(FILE, new Manifest<>(name, Map.of(), spec));
  }

  private static Declared alias(
      String name, String alias, String version, Map<String, Double> weights) {
    return alias(name, alias, version, weights, null);
  }

  private static Declared alias(
      String name,
      String alias,
      String version,
      Map<String, Double> weights,
      ProvisionedConcurrency wish) {
    var routing = weights == null ? null : new AliasSpec.RoutingConfig(weights);
    var spec = new AliasSpec("hello", alias, version, null, routing, wish);
    return new Declared.Alias(FILE, new Manifest<>(name, Map.of(), spec));
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }

  private int times(String words) {
    return told().split(java.util.regex.Pattern.quote(words), -1).length - 1;
  }
}
