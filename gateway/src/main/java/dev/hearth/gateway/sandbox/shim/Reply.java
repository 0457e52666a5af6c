package dev.hearth.gateway.sandbox.shim;

import io.vertx.core.buffer.Buffer;

/** What a function answered, all of it or the beginning. */
public sealed interface Reply {
  String contentType();

  /** Whether the function has not failed so far. */
  default boolean isGood() {
    return switch (this) {
      case Whole whole -> whole.report() != null && whole.report().functionError() == null;
      case Large large -> large.report() != null && large.report().functionError() == null;
      case Streaming _ -> true;
    };
  }

  /** All of it is here. */
  record Whole(String contentType, Report report, Buffer body) implements Reply {}

  /**
   * A buffered result too large to be held here; the report is complete.
   *
   * @param length bytes, exactly as many as will flow
   */
  record Large(String contentType, Report report, long length, ByteFlow body) implements Reply {}

  /** The function streams; its report is known when the flow has ended. */
  record Streaming(String contentType, ByteFlow body, Ending ending) implements Reply {}

  /** Gives the report of a streamed reply once its flow has ended. */
  interface Ending {
    Report report();
  }
}
