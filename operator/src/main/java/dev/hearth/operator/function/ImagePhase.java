package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.PoolName;
import dev.hearth.crds.ShimImage;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.image.ImageConfig;
import dev.hearth.operator.image.ImageException;
import dev.hearth.operator.image.ImageReader;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out how an image function is started. */
final class ImagePhase {
  private static final String ROOT = "/";

  private final ImageReader reader;

  ImagePhase(ImageReader reader) {
    this.reader = reader;
  }

  /** What was found out before. */
  CodeOutcome known(Function function) {
    FunctionStatus status = function.getStatus();
    Optional<String> unread =
        Conditions.find(status.conditions(), FunctionStatuses.IMAGE_CONFIG_READ)
            .filter(c -> "False".equals(c.getStatus()))
            .map(Condition::getMessage);
    return new CodeOutcome.InImage(status.image(), reference(function), unread);
  }

  /**
   * Whether the image of the status is the one that is wanted, and not an older one that serves.
   */
  static boolean serves(Function function) {
    FunctionStatus status = function.getStatus();
    return status.image() != null
        && PoolName.ofImage(
                function.getMetadata().getName(), function.getSpec(), reference(function))
            .equals(status.pool());
  }

  private static String reference(Function function) {
    String uri = function.getSpec().code().image().uri();
    String digest = function.getStatus().image().digest();
    return digest == null ? uri : ImageReader.pinned(uri, digest);
  }

  /** Asks the registry. */
  CodeOutcome read(Function function) throws InterruptedException {
    FunctionCode.Image given = function.getSpec().code().image();
    try {
      ImageConfig config =
          reader.read(
              function.getMetadata().getNamespace(), given, function.getSpec().architecture());
      FunctionStatus.Image image = merge(given, config);
      if (image.entryPoint().isEmpty() && image.command().isEmpty()) {
        return new CodeOutcome.Refused(
            "InvalidImage", given.uri() + " has neither an entry point nor a command", false);
      }
      return new CodeOutcome.InImage(
          image, ImageReader.pinned(given.uri(), config.digest()), Optional.empty());
    } catch (ImageException e) {
      if (orEmpty(given.entryPoint()).isEmpty()) {
        String message = e.getMessage() + "; spec.code.image.entryPoint would do without";
        return new CodeOutcome.Refused(e.reasonCode(), message, true);
      }
      return new CodeOutcome.InImage(unread(given), given.uri(), Optional.of(e.getMessage()));
    }
  }

  private static FunctionStatus.Image merge(FunctionCode.Image given, ImageConfig config) {
    Map<String, String> hidden = new HashMap<>(config.environment());
    hidden.keySet().retainAll(ShimImage.VARIABLES.keySet());
    return new FunctionStatus.Image(
        config.digest(),
        given.entryPoint() == null ? config.entryPoint() : given.entryPoint(),
        given.command() == null ? config.command() : given.command(),
        folder(given.workingDirectory(), config.workingDirectory()),
        Map.copyOf(hidden));
  }

  private static FunctionStatus.Image unread(FunctionCode.Image given) {
    return new FunctionStatus.Image(
        null,
        given.entryPoint(),
        orEmpty(given.command()),
        folder(given.workingDirectory(), ROOT),
        Map.of());
  }

  private static String folder(String given, String ofImage) {
    String folder = given == null || given.isEmpty() ? ofImage : given;
    return folder.isEmpty() ? ROOT : folder;
  }

  private static List<String> orEmpty(List<String> list) {
    return list == null ? List.of() : list;
  }
}
