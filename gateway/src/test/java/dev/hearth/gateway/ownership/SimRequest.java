package dev.hearth.gateway.ownership;

import dev.hearth.gateway.function.FunctionId;
import java.util.function.Consumer;

/** What a caller wants; somebody answers it, once. */
final class SimRequest {
  /** How it ends. */
  enum Reply {
    DONE,
    THROTTLED,
    FAILED
  }

  /** How long a caller waits. */
  static final long PATIENCE = 3_000 * World.MS;

  final String id;
  final FunctionId function;

  /** How long a sandbox takes for it. */
  final long time;

  /** When it came, in true time. */
  final long came;

  private final Consumer<Reply> answered;
  private Reply reply;

  SimRequest(String id, FunctionId function, long time, long came, Consumer<Reply> answered) {
    this.id = id;
    this.function = function;
    this.time = time;
    this.came = came;
    this.answered = answered;
  }

  void answer(Reply how) {
    if (reply == null) {
      reply = how;
      answered.accept(how);
    }
  }

  boolean open() {
    return reply == null;
  }
}
