package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.SandboxUnavailableException;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Spares and who waits for them, as {@link Spares} decides; the operator is told of both. Nobody
 * waits for longer than it says. Not safe for several threads at once.
 */
final class SpareQueue {
  private final Demand demand;
  private final Duration maxWait;
  private final Spares spares = new Spares();
  private final Map<Long, Promise<SandboxAddress>> waiting = new HashMap<>();
  private long last;

  /**
   * @param maxWait how long a function may wait for a spare
   */
  SpareQueue(Demand demand, Duration maxWait) {
    this.demand = demand;
    this.maxWait = maxWait;
  }

  Duration maxWait() {
    return maxWait;
  }

  /** A number for the next claim. */
  long ticket() {
    return ++last;
  }

  /** The UID of a spare that is claimed now, or none: then {@code later} is kept for the next. */
  Optional<String> claim(PoolRef pool, long ticket, Promise<SandboxAddress> later) {
    Optional<String> uid = spares.claim(pool, ticket);
    uid.ifPresentOrElse(demand::claimed, () -> waiting.put(ticket, later));
    demand.waiting(spares.waiting());
    return uid;
  }

  /** A spare is ready; answers who has waited for it, and has it claimed. */
  Optional<Promise<SandboxAddress>> ready(PoolRef pool, String uid) {
    Optional<Promise<SandboxAddress>> served = spares.ready(pool, uid).map(waiting::remove);
    if (served.isPresent()) {
      demand.claimed(uid);
      demand.waiting(spares.waiting());
    }
    return served;
  }

  /** A spare is none any more. */
  void gone(PoolRef pool, String uid) {
    spares.gone(pool, uid);
  }

  /** The time of a claim is over; answers who still waits, and is to be told {@link #late}. */
  Optional<Promise<SandboxAddress>> giveUp(PoolRef pool, long ticket) {
    spares.giveUp(pool, ticket);
    demand.waiting(spares.waiting());
    return Optional.ofNullable(waiting.remove(ticket));
  }

  SandboxUnavailableException late(PoolRef pool) {
    return new SandboxUnavailableException(
        "no sandbox of pool %s became ready within %d s; kubectl describe sandboxpool %s may tell why"
            .formatted(pool.name(), maxWait.toSeconds(), pool.name()));
  }
}
