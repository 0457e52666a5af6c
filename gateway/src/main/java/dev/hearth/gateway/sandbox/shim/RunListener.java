package dev.hearth.gateway.sandbox.shim;

/** Hears what an invocation does to its sandbox: hand-over at most once, then one of the others. */
public interface RunListener {
  /** The last byte of the event is on its way: the function's time runs. */
  void handedOver();

  /** Ready for the next, as soon as it is reached again if the link had to be cut. */
  void free();

  /** Not to be used again. */
  void dead(String why);
}
