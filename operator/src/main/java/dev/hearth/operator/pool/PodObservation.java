package dev.hearth.operator.pool;

import dev.hearth.crds.Labels;
import dev.hearth.crds.SandboxPoolSpec;
import dev.hearth.operator.pool.SandboxState.Claimed;
import dev.hearth.operator.pool.SandboxState.Dead;
import dev.hearth.operator.pool.SandboxState.Leaving;
import dev.hearth.operator.pool.SandboxState.Spare;
import dev.hearth.operator.pool.SandboxState.Starting;
import dev.hearth.operator.pool.SandboxState.Stuck;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a pod as a sandbox. */
final class PodObservation {
  private static final String PULL_FAILED = "ErrImagePull";
  private static final String PAUSES = "ImagePullBackOff";

  /** What a kubelet says of a container that needs somebody's help. */
  private static final Set<String> HELPLESS =
      Set.of(
          PULL_FAILED,
          PAUSES,
          "ErrImageNeverPull",
          "InvalidImageName",
          "ImageInspectError",
          "RegistryUnavailable",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  private static final Set<String> BEFORE_INIT_ENDS =
      Set.of(Labels.SPARE, "claimed", "initialising");

  private final Pod pod;
  private final SandboxPoolSpec pool;
  private final boolean claimed;

  private PodObservation(Pod pod, SandboxPoolSpec pool, Set<String> claimed) {
    this.pod = pod;
    this.pool = pool;
    this.claimed =
        !label(Labels.STATE).equals(Labels.SPARE) || claimed.contains(pod.getMetadata().getUid());
  }

  /**
   * What a pod is.
   *
   * @param claimed UIDs of the pods that gateways say they have; their labels come later
   */
  static ObservedSandbox of(Pod pod, SandboxPoolSpec pool, Set<String> claimed) {
    return new PodObservation(pod, pool, claimed).observe();
  }

  private ObservedSandbox observe() {
    SandboxState state = state();
    Instant made = Instant.parse(pod.getMetadata().getCreationTimestamp());
    Instant since =
        switch (state) {
          case Starting _ ->
              condition("Ready").filter(_ -> wasReady()).map(this::since).orElse(made);
          case Spare _, Claimed _ -> condition("Ready").map(this::since).orElse(made);
          case Stuck _, Dead _, Leaving _ -> made;
        };
    return new ObservedSandbox(
        pod.getMetadata().getName(),
        pod.getMetadata().getUid(),
        label(Labels.TEMPLATE),
        since,
        state);
  }

  private SandboxState state() {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return new Leaving();
    }
    String phase = Objects.requireNonNullElse(pod.getStatus().getPhase(), "Pending");
    if (phase.equals("Failed") || phase.equals("Succeeded")) {
      return new Dead(claimed, ending());
    }
    if (claimed) {
      return new Claimed(label(Labels.FUNCTION), hasInitCpu());
    }
    boolean ready =
        phase.equals("Running")
            && condition("Ready").filter(c -> c.getStatus().equals("True")).isPresent();
    // What is ready is not stuck, whatever was true of it before and is still written there.
    return ready ? new Spare() : stuck().map(SandboxState.class::cast).orElseGet(Starting::new);
  }

  private Optional<Stuck> stuck() {
    Optional<Stuck> waiting =
        containers()
            .map(ContainerStatus::getState)
            .filter(Objects::nonNull)
            .map(ContainerState::getWaiting)
            .filter(Objects::nonNull)
            .filter(w -> HELPLESS.contains(w.getReason()))
            .map(w -> stuck(w.getReason(), Objects.requireNonNullElse(w.getMessage(), "")))
            .findFirst();
    return waiting.or(
        () ->
            condition("PodScheduled")
                .filter(c -> "Unschedulable".equals(c.getReason()))
                .map(c -> new Stuck("Unschedulable", c.getMessage())));
  }

  /** A kubelet says the same in turns, pulling and pausing; to us it is one state. */
  private static Stuck stuck(String reason, String message) {
    if (!reason.equals(PAUSES)) {
      return new Stuck(reason, message);
    }
    int cause = message.indexOf(PULL_FAILED + ": ");
    return new Stuck(
        PULL_FAILED, cause < 0 ? message : message.substring(cause + PULL_FAILED.length() + 2));
  }

  private String ending() {
    String reason = pod.getStatus().getReason();
    if (reason != null) {
      return reason + ": " + Objects.requireNonNullElse(pod.getStatus().getMessage(), "");
    }
    return containers()
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .map(ContainerState::getTerminated)
        .filter(Objects::nonNull)
        .filter(t -> t.getExitCode() != 0)
        .map(PodObservation::ending)
        .findFirst()
        .orElse("it ended by itself");
  }

  private static String ending(ContainerStateTerminated terminated) {
    String message = terminated.getMessage();
    String what = terminated.getReason() + ", exit code " + terminated.getExitCode();
    return message == null || message.isBlank() ? what : what + ": " + message;
  }

  private boolean hasInitCpu() {
    if (BEFORE_INIT_ENDS.contains(label(Labels.STATE))) {
      return false;
    }
    Map<String, Quantity> limits =
        pod.getSpec().getContainers().getFirst().getResources().getLimits();
    Quantity cpu = limits.get("cpu");
    return cpu != null
        && cpu.getNumericalAmount().compareTo(SandboxResources.settled(pool).getNumericalAmount())
            > 0;
  }

  private boolean wasReady() {
    return "Running".equals(pod.getStatus().getPhase());
  }

  private Stream<ContainerStatus> containers() {
    return Stream.concat(
        pod.getStatus().getInitContainerStatuses().stream(),
        pod.getStatus().getContainerStatuses().stream());
  }

  private Optional<PodCondition> condition(String type) {
    return pod.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst();
  }

  private Instant since(PodCondition condition) {
    return Instant.parse(condition.getLastTransitionTime());
  }

  private String label(String name) {
    return pod.getMetadata().getLabels().getOrDefault(name, "");
  }
}
