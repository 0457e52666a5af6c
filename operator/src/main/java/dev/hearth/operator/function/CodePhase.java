package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.code.CodeArtifact;
import dev.hearth.operator.code.CodeException;
import dev.hearth.operator.code.CodeSources;
import dev.hearth.operator.gateway.CodeDelivery;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Brings a function's code from its source to every ready gateway. */
final class CodePhase {
  private final CodeSources sources;
  private final ImagePhase images;
  private final CodeDelivery delivery;

  CodePhase(CodeSources sources, ImagePhase images, CodeDelivery delivery) {
    this.sources = sources;
    this.images = images;
    this.delivery = delivery;
  }

  /**
   * How far the code is now.
   *
   * @param missing gateways have lost it
   */
  CodeOutcome run(Function function, boolean missing) throws InterruptedException {
    boolean image = function.getSpec().code().image() != null;
    boolean known = isKnown(function);
    if (known && image) {
      return images.known(function);
    }
    if (known && !missing && function.getSpec().code().configMap() == null) {
      return new CodeOutcome.Stored(function.getStatus().code());
    }
    if (image) {
      return images.read(function);
    }
    String namespace = function.getMetadata().getNamespace();
    try (CodeArtifact zip = sources.fetch(namespace, function.getSpec().code())) {
      var code = new FunctionStatus.Code(zip.sha256(), zip.size());
      boolean unchanged = known && !missing && code.equals(function.getStatus().code());
      return unchanged ? new CodeOutcome.Stored(code) : deliver(zip, code);
    } catch (CodeException e) {
      return new CodeOutcome.Refused(e.reasonCode(), e.getMessage(), e.passing());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the status already speaks of this very source. */
  private static boolean isKnown(Function function) {
    FunctionStatus status = function.getStatus();
    return status != null
        && function.getMetadata().getGeneration().equals(status.observedGeneration())
        && Conditions.holds(status.conditions(), FunctionStatuses.CODE_READY)
        && (function.getSpec().code().image() == null
            ? status.code() != null
            : ImagePhase.serves(function));
  }

  private CodeOutcome deliver(CodeArtifact zip, FunctionStatus.Code code)
      throws InterruptedException {
    return delivery
        .deliver(zip.sha256(), zip.file())
        .<CodeOutcome>map(CodeOutcome.Undelivered::new)
        .orElseGet(() -> new CodeOutcome.Stored(code));
  }
}
