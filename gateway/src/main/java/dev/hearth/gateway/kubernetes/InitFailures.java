package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.Catalogue.Entry;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.shim.InitFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The functions whose latest Init failed. Those that are not invokable as they were then are
 * forgotten. Safe for use by several threads.
 */
final class InitFailures {
  /** Functions that are remembered; of others nothing is told until there is room. */
  static final int MAX_FUNCTIONS = 200;

  private final Map<Version, Failed> failed = new LinkedHashMap<>();

  private record Version(FunctionId id, String number) {}

  private record Failed(FunctionVersion function, InitFailure how) {}

  /** An Init of this function has ended. */
  synchronized void initEnded(FunctionVersion function, Optional<InitFailure> failure) {
    var version = new Version(function.id(), function.version());
    if (failure.isEmpty()) {
      failed.remove(version);
    } else if (!failure.get().tookTooLong()
        && (failed.size() < MAX_FUNCTIONS || failed.containsKey(version))) {
      failed.put(version, new Failed(function, failure.get()));
    }
  }

  /** Those that this catalogue has as they were. */
  synchronized List<Demand.FailedInit> of(Catalogue catalogue) {
    failed.values().removeIf(one -> !isInvokable(one.function(), catalogue));
    return failed.values().stream().map(InitFailures::told).toList();
  }

  private static boolean isInvokable(FunctionVersion function, Catalogue catalogue) {
    boolean latest =
        catalogue.find(function.id()).orElse(null) instanceof Entry.Ready(FunctionVersion now)
            && now.equals(function);
    return latest || catalogue.publications(function.id()).versions().containsValue(function);
  }

  private static Demand.FailedInit told(Failed one) {
    FunctionId id = one.function().id();
    return new Demand.FailedInit(
        id.namespace(),
        id.name(),
        one.function().version(),
        one.how().errorType(),
        one.how().errorMessage());
  }
}
