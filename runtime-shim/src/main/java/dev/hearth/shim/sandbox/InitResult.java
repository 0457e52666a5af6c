package dev.hearth.shim.sandbox;

import dev.hearth.shim.json.JsonException;
import dev.hearth.shim.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** How the Init phase that belongs to specialise ended. */
public final class InitResult {
  /** The whole document is the answer to the invocation that runs Init again. */
  static final int MESSAGE_CHARACTERS = 1_024;

  private final long nanos;
  private final Outcome outcome;

  InitResult(long nanos, Outcome outcome) {
    this.nanos = nanos;
    this.outcome = outcome;
  }

  public long nanos() {
    return nanos;
  }

  /** Empty where Init succeeded. */
  public String errorType() {
    return outcome.errorType();
  }

  /** What is known of the failure, in words: the runtime's where it said some; may be empty. */
  public String errorMessage() {
    String message = outcome.message().isEmpty() ? ofRuntime() : outcome.message();
    return message.substring(0, Math.min(message.length(), MESSAGE_CHARACTERS));
  }

  private String ofRuntime() {
    try {
      String document = StandardCharsets.UTF_8.decode(outcome.body().duplicate()).toString();
      return JsonObject.parse(document).string("errorMessage", "");
    } catch (JsonException _) {
      return "";
    }
  }
}
