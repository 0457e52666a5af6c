package dev.hearth.operator.function;

import dev.hearth.crds.FunctionStatus;
import java.util.Optional;

/** How far a function's code has come. */
public sealed interface CodeOutcome {
  /** Whether it can be run. */
  default boolean isThere() {
    return switch (this) {
      case Stored _, InImage _ -> true;
      case Refused _, Undelivered _ -> false;
    };
  }

  /** Gateways have it. */
  record Stored(FunctionStatus.Code code) implements CodeOutcome {}

  /**
   * It is in an image.
   *
   * @param reference under which pods pull it
   * @param unread why the registry could not be asked, where the function says enough by itself
   */
  record InImage(FunctionStatus.Image image, String reference, Optional<String> unread)
      implements CodeOutcome {}

  /**
   * It cannot be had.
   *
   * @param reasonCode AWS's StateReasonCode
   * @param passing it is worth trying again though the function stays as it is
   */
  record Refused(String reasonCode, String message, boolean passing) implements CodeOutcome {}

  /** It is good, but no gateway could take it yet. */
  record Undelivered(String message) implements CodeOutcome {}
}
