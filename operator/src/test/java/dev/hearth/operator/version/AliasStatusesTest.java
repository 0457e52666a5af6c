package dev.hearth.operator.version;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasStatus;
import dev.hearth.crds.ProvisionedConcurrency;
import dev.hearth.operator.gateway.Demand.Provisioned;
import dev.hearth.operator.version.VersionStanding.Waits;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AliasStatusesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static final ProvisionedLook NONE =
      new ProvisionedLook(null, null, Optional.empty(), Optional.empty());

  private static Alias alias(String resource, int second, String spec) {
    return Serialization.unmarshal(
        "metadata: {name: %s, generation: 3, creationTimestamp: '2026-01-01T00:00:%02dZ'}\nspec: {functionName: hello, %s}"
            .formatted(resource, second, spec),
        Alias.class);
  }

  private static Optional<Waits> problem(String spec, Integer... published) {
    Alias alias = alias("live", 1, "name: live, " + spec);
    return AliasStatuses.problem(alias, Set.of(published), List.of(alias));
  }

  @Test
  void an_alias_of_versions_that_are_there_is_ready() {
    assertEquals(Optional.empty(), problem("functionVersion: '$LATEST'"));
    assertEquals(Optional.empty(), problem("functionVersion: '1'", 1));
    String weights = "functionVersion: '1', routingConfig: {additionalVersionWeights: {'2': 0.1}}";
    assertEquals(Optional.empty(), problem(weights, 1, 2));
  }

  @Test
  void an_alias_of_a_version_that_is_missing_says_which() {
    String weights = "functionVersion: '1', routingConfig: {additionalVersionWeights: {'2': 0.1}}";
    Waits missing = new Waits("ResourceNotFoundException", "Function not found: hello:2");
    assertEquals(Optional.of(missing), problem(weights, 1));
    assertEquals(Optional.of(missing), problem("functionVersion: '2'", 1));
    assertEquals(Optional.empty(), problem(weights.replace("0.1", "0"), 1));
  }

  @Test
  void of_two_aliases_with_one_name_the_older_counts() {
    Alias older = alias("z", 1, "name: live, functionVersion: '1'");
    Alias younger = alias("a", 2, "name: live, functionVersion: '1'");
    Alias other = alias("b", 0, "name: test, functionVersion: '1'");
    List<Alias> all = List.of(younger, other, older);
    assertEquals(Optional.empty(), AliasStatuses.problem(older, Set.of(1), all));
    assertEquals(
        Optional.of(
            new Waits(
                "ResourceConflictException", "Alias already exists: live of hello is Alias z")),
        AliasStatuses.problem(younger, Set.of(1), all));
  }

  @Test
  void where_invocations_go_is_what_a_gateway_has_told_as_long_as_sandboxes_are_kept() {
    Alias alias = alias("live", 1, "name: live, functionVersion: '2'");
    var kept = new ProvisionedConcurrency(1, null, null);
    var one = new AliasStatus.Served("1", null);
    var said = Optional.of(new Provisioned("shop", "hello", "live", "live", 1, 1, 0, "", one));
    AliasStatus told = status(alias, new ProvisionedLook(kept, null, said, Optional.empty()));
    assertEquals(one, told.served());
    alias.setStatus(told);
    var silence = new ProvisionedLook(kept, null, Optional.empty(), Optional.empty());
    assertEquals(one, status(alias, silence).served(), "an operator that starts");
    assertEquals(null, status(alias, NONE).served());
  }

  private static AliasStatus status(Alias alias, ProvisionedLook look) {
    return AliasStatuses.of(alias, Optional.empty(), look, NOW);
  }

  @Test
  void an_autoscaler_finds_the_sandboxes_of_the_version() {
    Alias alias = alias("live", 1, "name: live, functionVersion: '12'");
    AliasStatus status = AliasStatuses.of(alias, Optional.empty(), NONE, NOW);
    assertEquals("hearth.dev/function=hello,hearth.dev/version=12", status.selector());
    assertEquals(3, status.observedGeneration());
    assertEquals("Active", status.conditions().getFirst().getReason());
  }
}
