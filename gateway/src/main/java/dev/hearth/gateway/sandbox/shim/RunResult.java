package dev.hearth.gateway.sandbox.shim;

/** How handing an invocation to a sandbox went. */
public sealed interface RunResult {
  /** The function answered, well or not. */
  record Answered(Reply reply) implements RunResult {}

  /**
   * The shim refused before the runtime saw anything: another sandbox may be tried if repeatable.
   */
  record Refused(int status, String why) implements RunResult {}

  /** No connection to the meant sandbox: nothing was sent, another one may be tried. */
  record Unreachable(String why) implements RunResult {}

  /** The event did not arrive whole or is not good; the runtime saw nothing of it. */
  record UploadBroken(String why) implements RunResult {}

  /** The sandbox broke off after it may have begun. */
  record Lost(String why) implements RunResult {}

  /** The sandbox did not answer in time. */
  record Overdue() implements RunResult {}
}
