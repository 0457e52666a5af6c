package dev.hearth.operator.version;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.FunctionStatus.LastUpdateStatus;
import dev.hearth.crds.FunctionStatus.State;
import dev.hearth.crds.PublishedVersionSpec.Published;
import dev.hearth.operator.version.VersionStanding.Waits;
import java.util.Objects;
import java.util.Optional;

/** Decides whether a function can be published, and what is frozen then. */
final class Publishing {
  static final String NOT_FOUND = "ResourceNotFoundException";
  static final String CONFLICT = "ResourceConflictException";

  private Publishing() {}

  /** That there is no such function. */
  static Waits notFound(String function) {
    return new Waits(NOT_FOUND, "Function not found: " + function);
  }

  /** Why the function cannot be published now; only a function that is as its spec says can. */
  static Optional<Waits> obstacle(Function function) {
    FunctionStatus status = function.getStatus();
    State state = status == null || status.state() == null ? State.Pending : status.state();
    if (state != State.Active) {
      return Optional.of(
          conflict("The function is currently in the following state: " + state.name()));
    }
    boolean settled =
        Objects.equals(status.observedGeneration(), function.getMetadata().getGeneration())
            && status.lastUpdateStatus() == LastUpdateStatus.Successful;
    return settled
        ? Optional.empty()
        : Optional.of(
            conflict(
                status.lastUpdateStatus() == LastUpdateStatus.Failed
                    ? "The last update of the function failed: " + status.lastUpdateStatusReason()
                    : "An update is in progress for the function"));
  }

  private static Waits conflict(String why) {
    return new Waits(CONFLICT, "The operation cannot be performed at this time. " + why);
  }

  /** The function as it is now, under a number. */
  static Published freeze(Function function, int number) {
    FunctionStatus status = function.getStatus();
    return new Published(number, versioned(function.getSpec()), status.code(), status.image());
  }

  /** Whether a version is what the function is now, whatever else has been said about either. */
  static boolean isUnchanged(Published newest, Function function) {
    return comparable(newest).equals(comparable(freeze(function, newest.version())));
  }

  /** Of a zip its bytes count, not where they came from. */
  private static Published comparable(Published published) {
    FunctionSpec spec = published.function();
    boolean zip = spec.code().image() == null;
    var nowhere = new FunctionCode(null, null, null, null, null, null, null, null);
    return zip
        ? new Published(
            published.version(), with(spec, nowhere), published.code(), published.image())
        : published;
  }

  /** Tags and reserved concurrency are the function's, whatever its version. */
  private static FunctionSpec versioned(FunctionSpec spec) {
    return with(spec, spec.code());
  }

  private static FunctionSpec with(FunctionSpec spec, FunctionCode code) {
    return new FunctionSpec(
        spec.runtime(),
        spec.handler(),
        code,
        spec.memorySize(),
        spec.timeout(),
        spec.ephemeralStorage(),
        spec.environment(),
        spec.architectures(),
        spec.description(),
        null,
        spec.loggingConfig(),
        null);
  }
}
