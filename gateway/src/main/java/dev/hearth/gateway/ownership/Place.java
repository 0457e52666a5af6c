package dev.hearth.gateway.ownership;

/** Where it is decided for a function or an account. */
public sealed interface Place {
  /**
   * Here, and without interruption so since an epoch: what was begun under lower ones may have been
   * begun by others.
   */
  record Here(long since) implements Place {}

  /** At another gateway. */
  record There(String owner) implements Place {}

  /** This gateway knows that it does not know: there is an epoch that it has not seen yet. */
  record Unknown() implements Place {}
}
