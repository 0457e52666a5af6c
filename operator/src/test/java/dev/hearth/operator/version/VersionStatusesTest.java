package dev.hearth.operator.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.PublishedVersionStatus;
import dev.hearth.crds.SandboxPool;
import dev.hearth.operator.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionStatusesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static PublishedVersion version(String status) {
    return Serialization.unmarshal(
        """
        metadata: {name: v, generation: 2}
        spec:
          functionName: hello
          published:
            version: 3
            function: {runtime: python3.11, handler: a.b, code: {inline: {a: b}}}
        status: %s
        """
            .formatted(status),
        PublishedVersion.class);
  }

  private static SandboxPool pool(String reason) {
    return Serialization.unmarshal(
        "metadata: {name: p}\nstatus: {conditions: [{type: PoolReady, status: 'False', reason: %s, message: m}]}"
            .formatted(reason),
        SandboxPool.class);
  }

  private static PublishedVersionStatus status(
      String before, VersionStanding standing, SandboxPool pool) {
    var nothing = new ProvisionedLook(null, null, Optional.empty(), Optional.empty());
    var look = new VersionLook(version(before), standing, Optional.ofNullable(pool), nothing);
    return VersionStatuses.of(look, NOW);
  }

  private static Condition ready(PublishedVersionStatus status) {
    return Conditions.find(status.conditions(), "Ready").orElseThrow();
  }

  @Test
  void what_is_published_has_a_number_a_pool_and_a_way_to_find_its_sandboxes() {
    var published = new VersionStanding.Published(version("null"));
    PublishedVersionStatus status = status("null", published, pool("Starting"));
    assertEquals(3, status.version());
    assertEquals("p", status.pool());
    assertEquals(2, status.observedGeneration());
    assertEquals("hearth.dev/function=hello,hearth.dev/version=3", status.selector());
    assertEquals("True", ready(status).getStatus(), "a pool that only starts is no obstacle");
  }

  @Test
  void a_pool_that_is_broken_is_told_by_the_version_too() {
    var published = new VersionStanding.Published(version("null"));
    PublishedVersionStatus status = status("null", published, pool("ErrImagePull"));
    assertEquals("ErrImagePull", ready(status).getReason());
    assertEquals(3, status.version(), "it can be invoked as soon as the pool works");
  }

  @Test
  void what_waits_has_neither_number_nor_pool() {
    var waits = new VersionStanding.Waits("ResourceConflictException", "not now");
    PublishedVersionStatus status = status("null", waits, null);
    assertNull(status.version());
    assertNull(status.pool());
    assertEquals("not now", ready(status).getMessage());
  }

  @Test
  void what_has_published_nothing_stands_for_the_version_before() {
    PublishedVersionStatus status = status("null", new VersionStanding.Unchanged(2), null);
    assertEquals(2, status.version());
    assertNull(status.pool());
    assertEquals("Unchanged", ready(status).getReason());
  }

  @Test
  void a_version_whose_code_is_lost_keeps_its_number_and_pool_and_says_so() {
    var lost = new VersionStanding.WithoutCode(version("null"), "CodeChanged", "gone");
    PublishedVersionStatus status = status("{version: 3, pool: p}", lost, null);
    assertEquals(3, status.version());
    assertEquals("p", status.pool());
    assertTrue(!Conditions.holds(status.conditions(), "CodeReady"));
    assertNull(status("null", lost, null).version(), "one that was never served gets no number");
  }
}
