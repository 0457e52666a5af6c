package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.AliasStatus;
import dev.hearth.crds.FunctionRuntimeSpec;
import dev.hearth.crds.ProvisionedConcurrency;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Publications;
import dev.hearth.gateway.function.Wish;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublicationEntriesTest {
  private static final FunctionId HELLO = new FunctionId("shop", "hello");
  private static final Map<String, FunctionRuntimeSpec> RUNTIMES =
      Map.of(
          "python3.11",
          new FunctionRuntimeSpec("python:3.11", List.of("/bootstrap"), null, null, null, null));
  private static final String STATUS = "status: {version: 3, pool: p}";

  private static PublishedVersion version(String more, String status) {
    return Serialization.unmarshal(
        """
        metadata: {name: v3, namespace: shop}
        spec:
          functionName: hello
          %s
          published:
            version: 3
            function: {runtime: python3.11, handler: a.b, code: {inline: {a: b}}, timeout: 9}
            code: {sha256: abc, size: 7}
        %s
        """
            .formatted(more, status),
        PublishedVersion.class);
  }

  private static Alias alias(String resource, int second, String spec) {
    return Serialization.unmarshal(
        "metadata: {name: %s, creationTimestamp: '2026-01-01T00:00:%02dZ'}\nspec: {functionName: hello, %s}"
            .formatted(resource, second, spec),
        Alias.class);
  }

  private static Publications of(List<PublishedVersion> versions, Alias... aliases) {
    return PublicationEntries.of(HELLO, versions, List.of(aliases), RUNTIMES::get);
  }

  @Test
  void a_version_is_the_function_as_it_was_published() {
    FunctionVersion version = of(List.of(version("", STATUS))).versions().get("3");
    assertEquals(HELLO, version.id());
    assertEquals("3", version.version());
    assertEquals("a.b", version.handler());
    assertEquals(9_000, version.timeoutMs());
    assertEquals("abc", version.artifacts().getFirst().sha256());
    assertEquals("p", version.pool());
    assertNotEquals("", version.revision());
  }

  @Test
  void a_version_is_not_there_before_the_operator_has_said_where_its_sandboxes_come_from() {
    assertEquals(Publications.NONE, of(List.of(version("", ""))));
    assertEquals(Publications.NONE, of(List.of(version("", "status: {version: 3}"))));
  }

  @Test
  void what_is_kept_of_a_version_in_memory_is_all_that_counts() {
    PublishedVersion full = version("provisionedConcurrency: {executions: 2}", STATUS);
    assertEquals(of(List.of(full)), of(List.of(Lean.version(full))));
  }

  @Test
  void an_alias_leads_where_it_says_though_the_version_is_not_there_yet() {
    Alias live =
        alias(
            "live",
            1,
            "name: live, functionVersion: '3',"
                + " routingConfig: {additionalVersionWeights: {'4': 0.25}}");
    assertEquals(Map.of("live", new AliasRoute("3", "4", 0.25)), of(List.of(), live).aliases());
    Alias latest = alias("dev", 1, "name: dev, functionVersion: $LATEST");
    assertEquals(Map.of("dev", AliasRoute.to("$LATEST")), of(List.of(), latest).aliases());
  }

  @Test
  void where_an_alias_led_is_what_the_operator_was_told_last() {
    Alias live = alias("live", 1, "name: live, functionVersion: '4'");
    var weights = new AliasSpec.RoutingConfig(Map.of("3", 0.25));
    live.setStatus(
        new AliasStatus(1L, List.of(), null, null, new AliasStatus.Served("2", weights)));
    assertEquals(Map.of("live", new AliasRoute("2", "3", 0.25)), of(List.of(), live).lastServed());
    assertEquals(of(List.of(), live), of(List.of(), Lean.alias(live)));
  }

  @Test
  void of_two_aliases_with_one_name_the_older_counts() {
    Alias older = alias("z", 1, "name: live, functionVersion: '3'");
    Alias younger = alias("a", 2, "name: live, functionVersion: '4'");
    assertEquals(Map.of("live", AliasRoute.to("3")), of(List.of(), younger, older).aliases());
  }

  @Test
  void wishes_are_those_of_versions_and_aliases_since_they_were_made() {
    PublishedVersion own = version("provisionedConcurrency: {executions: 2}", STATUS);
    Alias live =
        alias(
            "live",
            1,
            "name: live, functionVersion: '3', provisionedConcurrency: {executions: 4},"
                + " routingConfig: {additionalVersionWeights: {'4': 0.25}}");
    assertEquals(
        List.of(
            new Wish("v3", "3", kept(2), Instant.EPOCH),
            new Wish("live", "live", kept(4), Instant.parse("2026-01-01T00:00:01Z"))),
        of(List.of(own), live).wishes());
    assertEquals(Set.of("3"), of(List.of(own), live).versions().keySet());
  }

  private static ProvisionedConcurrency kept(int executions) {
    return new ProvisionedConcurrency(executions, null, null);
  }
}
