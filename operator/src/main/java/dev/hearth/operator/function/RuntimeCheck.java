package dev.hearth.operator.function;

import dev.hearth.crds.Architecture;
import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.FunctionSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Says whether the catalogue has what a function runs on. */
final class RuntimeCheck {
  private RuntimeCheck() {}

  /** What is wrong, for the function's user; empty when nothing is. */
  static Optional<String> problem(FunctionSpec spec, Optional<FunctionRuntime> runtime) {
    if (spec.code().image() != null) {
      return Optional.empty();
    }
    if (runtime.isEmpty()) {
      return Optional.of(
          "the runtime " + spec.runtime() + " is not in this cluster's catalogue of Runtimes");
    }
    List<Architecture> there =
        Objects.requireNonNullElse(
            runtime.get().getSpec().architectures(), List.of(Architecture.X86_64));
    return there.contains(spec.architecture())
        ? Optional.empty()
        : Optional.of(
            "the runtime " + spec.runtime() + " is not there for " + spec.architecture().label());
  }
}
