package dev.hearth.operator.function;

import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.FunctionStatus.LastUpdateStatus;
import dev.hearth.crds.FunctionStatus.State;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.gateway.Demand.FailedInit;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of a function. A function that could be invoked stays invokable with the code it has
 * while a later change of it fails, as on AWS; then only lastUpdateStatus and conditions tell.
 */
final class FunctionStatuses {
  static final String READY = "Ready";
  static final String CODE_READY = "CodeReady";
  static final String POOL_READY = "PoolReady";
  static final String IMAGE_CONFIG_READ = "ImageConfigRead";

  /** There once an Init has failed; the function is invoked all the same, as on AWS. */
  static final String INITIALISED = "Initialised";

  private static final String CREATING = "Creating";

  /** What stands in the way, if anything. */
  private record Obstacle(String code, String message, boolean passes) {}

  private final FunctionLook look;
  private final FunctionStatus before;
  private final Conditions conditions;
  private final long generation;

  private FunctionStatuses(FunctionLook look, Instant now) {
    this.look = look;
    this.before = look.function().getStatus();
    this.generation = look.function().getMetadata().getGeneration();
    List<Condition> old = before == null ? List.of() : before.conditions();
    this.conditions = new Conditions(old, generation, now);
  }

  static FunctionStatus of(FunctionLook look, Instant now) {
    return new FunctionStatuses(look, now).status();
  }

  private FunctionStatus status() {
    boolean waits = waitsForItsImage();
    Optional<Obstacle> code = codeCondition();
    Optional<Obstacle> pool = poolCondition();
    Optional<Obstacle> obstacle =
        look.runtimeProblem()
            .map(problem -> new Obstacle("InvalidRuntime", problem, false))
            .or(() -> code)
            .or(() -> pool);
    conditions.set(
        READY,
        obstacle.isEmpty(),
        obstacle.map(Obstacle::code).orElse("Active"),
        obstacle.map(Obstacle::message).orElse(""));
    initCondition();
    boolean keeps = isActive() && hasCode();
    State state = obstacle.map(o -> keeps ? State.Active : without(o)).orElse(State.Active);
    boolean stays = waits || (keeps && !look.code().isThere());
    Optional<Obstacle> told = state == State.Active ? Optional.empty() : obstacle;
    return new FunctionStatus(
        generation,
        conditions.list(),
        state,
        told.map(Obstacle::message).orElse(null),
        told.map(Obstacle::code).orElse(null),
        obstacle.map(FunctionStatuses::update).orElse(LastUpdateStatus.Successful),
        obstacle.map(Obstacle::message).orElse(null),
        obstacle.map(Obstacle::code).orElse(null),
        code(),
        waits ? before.image() : image(),
        stays || look.pool().isEmpty() ? before == null ? null : before.pool() : look.pool().get(),
        before == null ? null : before.lastVersion(),
        configuration(state, stays));
  }

  /** Goes with code, image and pool, so that who starts later knows what they belong to. */
  private FunctionStatus.Configuration configuration(State state, boolean stays) {
    if (stays) {
      return before.configuration();
    }
    return state == State.Active
        ? FunctionStatus.Configuration.of(look.function().getSpec())
        : null;
  }

  /**
   * Whether another image is wanted than the one that serves, which goes on until that one runs.
   */
  private boolean waitsForItsImage() {
    return isActive()
        && before.image() != null
        && look.code() instanceof CodeOutcome.InImage
        && !isServing()
        && !isPoolReady();
  }

  private boolean isServing() {
    return look.pool().isPresent() && look.pool().get().equals(before.pool());
  }

  private boolean isPoolReady() {
    return look.poolReady().filter(c -> "True".equals(c.getStatus())).isPresent();
  }

  private Optional<Obstacle> codeCondition() {
    Optional<Obstacle> obstacle =
        switch (look.code()) {
          case CodeOutcome.Stored _, CodeOutcome.InImage _ -> Optional.empty();
          case CodeOutcome.Refused(String code, String message, boolean _) ->
              Optional.of(new Obstacle(code, message, false));
          case CodeOutcome.Undelivered(String message) ->
              Optional.of(new Obstacle(CREATING, message, true));
        };
    conditions.set(
        CODE_READY,
        obstacle.isEmpty(),
        obstacle.map(Obstacle::code).orElse("Resolved"),
        obstacle.map(Obstacle::message).orElse(""));
    if (look.code() instanceof CodeOutcome.InImage in) {
      conditions.set(
          IMAGE_CONFIG_READ,
          in.unread().isEmpty(),
          in.unread().isEmpty() ? "Read" : "Unreadable",
          in.unread().orElse(""));
    }
    return obstacle;
  }

  private void initCondition() {
    boolean failedBefore =
        before != null && Conditions.find(before.conditions(), INITIALISED).isPresent();
    if (look.failedInit().isPresent()) {
      FailedInit failed = look.failedInit().get();
      conditions.set(INITIALISED, false, reason(failed.errorType()), words(failed));
    } else if (!look.heard()) {
      conditions.keep(INITIALISED);
    } else if (failedBefore) {
      conditions.set(INITIALISED, true, "NotFailing", "");
    }
  }

  /** The type without what Kubernetes refuses in a reason. */
  private static String reason(String errorType) {
    String word = errorType.substring(errorType.indexOf('.') + 1).replaceAll("\\W", "");
    return word.isEmpty() ? "InitFailed" : word;
  }

  private static String words(FailedInit failed) {
    return failed.errorMessage().isEmpty()
        ? failed.errorType()
        : failed.errorType() + ": " + failed.errorMessage();
  }

  /** A pool that only starts is no obstacle: an invocation waits for it. */
  private Optional<Obstacle> poolCondition() {
    Optional<Condition> broken =
        look.poolReady()
            .filter(c -> "False".equals(c.getStatus()))
            .filter(c -> !"Starting".equals(c.getReason()));
    conditions.set(
        POOL_READY,
        broken.isEmpty(),
        broken.map(Condition::getReason).orElse("Available"),
        broken.map(Condition::getMessage).orElse(""));
    return broken
        .map(
            c ->
                new Obstacle(
                    poolCode(c.getReason()),
                    c.getMessage(),
                    // Room may come: nodes are added, other pods go.
                    c.getReason().equals("Unschedulable")))
        .or(this::unprovenImage);
  }

  /** Whether an image can be started at all shows only when it was, once. */
  private Optional<Obstacle> unprovenImage() {
    boolean proven = isPoolReady() || (isActive() && (before.image() == null || isServing()));
    return look.function().getSpec().code().image() == null || proven
        ? Optional.empty()
        : Optional.of(new Obstacle(CREATING, "the first sandbox of the image starts", true));
  }

  private boolean isActive() {
    return before != null && before.state() == State.Active;
  }

  /** AWS's code for what Kubernetes says of a pod. */
  private static String poolCode(String reason) {
    return switch (reason) {
      case "ErrImagePull", "ErrImageNeverPull", "RegistryUnavailable" -> "ImageAccessDenied";
      case "InvalidImageName", "ImageInspectError" -> "InvalidImage";
      case "Unschedulable" -> "InsufficientCapacity";
      case "InvalidRuntime" -> "InvalidRuntime";
      default -> "InternalError";
    };
  }

  private static State without(Obstacle obstacle) {
    return obstacle.passes() ? State.Pending : State.Failed;
  }

  private static LastUpdateStatus update(Obstacle obstacle) {
    return obstacle.passes() ? LastUpdateStatus.InProgress : LastUpdateStatus.Failed;
  }

  private boolean hasCode() {
    return before.code() != null || before.image() != null;
  }

  private FunctionStatus.Code code() {
    return switch (look.code()) {
      case CodeOutcome.Stored(FunctionStatus.Code code) -> code;
      case CodeOutcome.InImage _ -> null;
      case CodeOutcome.Refused _, CodeOutcome.Undelivered _ ->
          before == null ? null : before.code();
    };
  }

  private FunctionStatus.Image image() {
    return switch (look.code()) {
      case CodeOutcome.InImage in -> in.image();
      case CodeOutcome.Stored _ -> null;
      case CodeOutcome.Refused _, CodeOutcome.Undelivered _ ->
          before == null ? null : before.image();
    };
  }
}
