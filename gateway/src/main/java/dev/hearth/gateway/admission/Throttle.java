package dev.hearth.gateway.admission;

/** Which limit a refused request met. */
public enum Throttle {
  /** As many sandboxes as there may be are at work. */
  CAPACITY,
  /** The account has no concurrency left for functions that reserved none. */
  ACCOUNT_CONCURRENCY,
  /** The function has used all that it reserved. */
  RESERVED_CONCURRENCY,
  /** The account's functions got more requests in a second than ten for each execution. */
  ACCOUNT_RATE,
  /** The function got more requests in a second than ten for each execution it reserved. */
  RESERVED_RATE,
  /** The function's sandboxes are multiplying as fast as they may. */
  SCALING_RATE
}
