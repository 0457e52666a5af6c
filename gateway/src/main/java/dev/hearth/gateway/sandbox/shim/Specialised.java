package dev.hearth.gateway.sandbox.shim;

import java.util.Optional;

/** How specialising a sandbox ended. */
public sealed interface Specialised {
  /**
   * It takes invocations; where Init failed the first of them runs it again.
   *
   * @param failure of Init, where it failed
   * @param initNanos how long Init took, as the sandbox says; 0 where it says nothing
   */
  record Ready(Optional<InitFailure> failure, long initNanos) implements Specialised {}

  /** It is no spare: another gateway was faster, or it has a function from before. */
  record Taken() implements Specialised {}

  /** The function's artifacts are not good; the sandbox ends itself. */
  record BadArtifact(String errorType, String message) implements Specialised {}

  /** The sandbox broke off, or was not there any more. */
  record Lost(String why) implements Specialised {}

  /** It could not be done, for a reason that is not the function's. */
  record Failed(String why) implements Specialised {}
}
