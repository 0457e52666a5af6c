package dev.hearth.shim.lifecycle;

/**
 * Why something that was asked for is not done. The first five are a gateway's, the others a
 * runtime's.
 */
public enum Refusal {
  STALE_EPOCH(410, "StaleEpoch", "A newer owner is known."),
  ALREADY_SPECIALISED(409, "AlreadySpecialised", "The sandbox belongs to a function already."),
  NOT_SPECIALISED(409, "NotSpecialised", "The sandbox belongs to no function yet."),
  BUSY(409, "Busy", "The sandbox has an invocation already."),
  DRAINING(409, "Draining", "The sandbox takes no invocations any more."),
  INVALID_REQUEST_ID(400, "InvalidRequestID", "Invalid request ID"),
  INVALID_STATE(403, "InvalidStateTransition", "Transition from the current state is not allowed.");

  private final int status;
  private final String type;
  private final String message;

  Refusal(int status, String type, String message) {
    this.status = status;
    this.type = type;
    this.message = message;
  }

  public int status() {
    return status;
  }

  public String type() {
    return type;
  }

  public String message() {
    return message;
  }
}
