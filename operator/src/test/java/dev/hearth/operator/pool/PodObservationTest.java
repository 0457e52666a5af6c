package dev.hearth.operator.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.crds.Architecture;
import dev.hearth.crds.SandboxPoolSpec;
import dev.hearth.operator.pool.SandboxState.Claimed;
import dev.hearth.operator.pool.SandboxState.Dead;
import dev.hearth.operator.pool.SandboxState.Leaving;
import dev.hearth.operator.pool.SandboxState.Spare;
import dev.hearth.operator.pool.SandboxState.Starting;
import dev.hearth.operator.pool.SandboxState.Stuck;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodObservationTest {
  private static final SandboxPoolSpec POOL =
      new SandboxPoolSpec("python3.11", null, Architecture.X86_64, 128, 512, 1, 10);
  private static final String RUNNING =
      """
      status:
        phase: Running
        conditions: [{type: Ready, status: "%s", lastTransitionTime: "2026-01-01T00:01:00Z"}]
      """;

  @Test
  void a_pod_that_runs_and_is_ready_is_a_spare_since_then() {
    ObservedSandbox sandbox = observe("spare", RUNNING.formatted("True"));
    assertEquals(new Spare(), sandbox.state());
    assertEquals(Instant.parse("2026-01-01T00:01:00Z"), sandbox.since());
  }

  @Test
  void a_pod_whose_node_is_silent_counts_as_starting_since_then() {
    ObservedSandbox sandbox = observe("spare", RUNNING.formatted("False"));
    assertEquals(new Starting(), sandbox.state());
    assertEquals(Instant.parse("2026-01-01T00:01:00Z"), sandbox.since());
  }

  @Test
  void a_new_pod_starts() {
    ObservedSandbox sandbox = observe("spare", "status: {phase: Pending}");
    assertEquals(new Starting(), sandbox.state());
    assertEquals(Instant.parse("2026-01-01T00:00:00Z"), sandbox.since());
  }

  @Test
  void what_gateways_say_they_have_is_claimed_before_its_label_says_so() {
    Pod pod = pod("spare", RUNNING.formatted("True"));
    assertEquals(new Claimed("", false), PodObservation.of(pod, POOL, Set.of("uid")).state());
  }

  @Test
  void a_claimed_one_that_has_ended_its_init_gives_cpu_back() {
    assertEquals(new Claimed("f", true), observe("idle", RUNNING.formatted("True")).state());
    assertEquals(
        new Claimed("f", false), observe("initialising", RUNNING.formatted("True")).state());
  }

  @Test
  void pulling_and_pausing_are_one_state() {
    Stuck pulling = stuck("ErrImagePull", "failed to pull: no such image");
    Stuck pausing =
        stuck(
            "ImagePullBackOff",
            "Back-off pulling image \\\"a\\\": ErrImagePull: failed to pull: no such image");
    assertEquals(pulling, pausing);
  }

  @Test
  void a_pod_that_fits_nowhere_is_stuck() {
    assertEquals(
        new Stuck("Unschedulable", "0/1 nodes are available"),
        observe(
                "spare",
                """
                status:
                  phase: Pending
                  conditions:
                  - {type: PodScheduled, status: "False", reason: Unschedulable, message: 0/1 nodes are available}
                """)
            .state());
  }

  @Test
  void a_pod_that_is_ready_is_not_stuck_whatever_was_said_of_it_late() {
    String late =
        """
        status:
          phase: Running
          conditions:
          - {type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}
          - {type: PodScheduled, status: "False", reason: Unschedulable, message: 0/1 nodes are available}
        """;
    assertEquals(new Spare(), observe("spare", late).state());
  }

  @Test
  void a_spare_that_has_ended_is_dead_unused_and_says_how() {
    String ended =
        """
        status:
          phase: Failed
          containerStatuses: [{name: runtime, state: {terminated: {exitCode: 1, reason: Error}}}]
        """;
    assertEquals(new Dead(false, "Error, exit code 1"), observe("spare", ended).state());
    assertEquals(new Dead(true, "Error, exit code 1"), observe("busy", ended).state());
  }

  @Test
  void a_pod_that_is_being_deleted_leaves_whatever_else_it_is() {
    Pod pod = pod("idle", RUNNING.formatted("True"));
    pod.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    assertEquals(new Leaving(), PodObservation.of(pod, POOL, Set.of()).state());
  }

  private static Stuck stuck(String reason, String message) {
    return (Stuck)
        observe(
                "spare",
                """
                status:
                  phase: Pending
                  containerStatuses: [{name: runtime, state: {waiting: {reason: %s, message: "%s"}}}]
                """
                    .formatted(reason, message))
            .state();
  }

  private static ObservedSandbox observe(String state, String status) {
    return PodObservation.of(pod(state, status), POOL, Set.of());
  }

  private static Pod pod(String state, String status) {
    String function = state.equals("spare") ? "" : "hearth.dev/function: f,";
    return Serialization.unmarshal(
        """
        metadata:
          name: a
          uid: uid
          creationTimestamp: "2026-01-01T00:00:00Z"
          labels: { %s hearth.dev/state: %s, hearth.dev/template: t }
        spec: { containers: [ { name: runtime, resources: { limits: { cpu: 1000m } } } ] }
        """
                .formatted(function, state)
            + status,
        Pod.class);
  }
}
