package dev.hearth.gateway.sandbox.shim;

/** Hears what an invocation does to its sandbox. */
public interface RunListener {
  /** How a sandbox is left by an invocation. */
  enum Leaves {
    /** Ready for the next, as soon as it is reached again if the link had to be cut. */
    FREE,
    /** Not to be used again. */
    DEAD
  }

  /** The last byte of the event is on its way: the function's time runs. */
  void handedOver();

  /** The invocation is over; told exactly once. */
  void left(Leaves leaves);
}
