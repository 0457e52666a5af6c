package dev.hearth.gateway.sandbox;

/**
 * Whoever an invocation is made for, and whether they still wait for it. Belongs to one event loop.
 */
public final class Caller {
  private boolean left;
  private Runnable whenLeft;

  /** They no longer wait; what is running for them runs on. */
  public void leave() {
    left = true;
    if (whenLeft != null) {
      Runnable handler = whenLeft;
      whenLeft = null;
      handler.run();
    }
  }

  public boolean hasLeft() {
    return left;
  }

  /** Has this called when they leave, instead of what was to be called before; null for nothing. */
  void onLeave(Runnable handler) {
    whenLeft = handler;
  }
}
