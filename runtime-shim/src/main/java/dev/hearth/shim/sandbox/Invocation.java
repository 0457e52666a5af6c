package dev.hearth.shim.sandbox;

import dev.hearth.shim.http.Wire;
import java.nio.ByteBuffer;

/**
 * One invocation on its way: the event in its gateway connection's memory, and the times that are
 * measured.
 */
public final class Invocation {
  private final InvokeRequest request;
  private final ByteBuffer event;
  private final Reply reply;
  private final long acceptedNanos;
  private long handedOverNanos;
  private long initNanos = -1;
  private long precedingInitNanos = -1;
  private boolean startedRuntime;
  private volatile boolean handedOver;
  private volatile boolean answered;

  public Invocation(InvokeRequest request, ByteBuffer event, Wire gateway, long acceptedNanos) {
    this.request = request;
    this.event = event;
    this.reply = new Reply(gateway, this);
    this.acceptedNanos = acceptedNanos;
  }

  InvokeRequest request() {
    return request;
  }

  ByteBuffer event() {
    return event;
  }

  public Reply reply() {
    return reply;
  }

  long acceptedNanos() {
    return acceptedNanos;
  }

  /** There is no runtime: one is started for this invocation. */
  void startsRuntime() {
    startedRuntime = true;
  }

  boolean startedRuntime() {
    return startedRuntime;
  }

  /** Init ran inside this invocation for so long. */
  void initRan(long nanos) {
    initNanos = nanos;
  }

  /** Init ran before, and this is the first invocation after it. */
  void followsInit(long nanos) {
    precedingInitNanos = nanos;
  }

  long initNanos() {
    return initNanos;
  }

  long reportedInitNanos() {
    return Math.max(initNanos, precedingInitNanos);
  }

  void handsOver(long nanos) {
    handedOverNanos = nanos;
  }

  /** From hand-over, or from acceptance where it never came to that. */
  long durationNanos(long now) {
    return now - (handedOverNanos == 0 ? acceptedNanos : handedOverNanos);
  }

  boolean wasHandedOver() {
    return handedOverNanos != 0;
  }

  /** The event's memory is not needed any more. */
  public boolean isHandedOver() {
    return handedOver;
  }

  synchronized void eventIsGone() {
    handedOver = true;
    notifyAll();
  }

  /** The connection's gateway side is free for other answers. */
  synchronized void replyIsOut() {
    handedOver = true;
    answered = true;
    notifyAll();
  }

  public void awaitHandedOver() throws InterruptedException {
    if (!handedOver) {
      synchronized (this) {
        while (!handedOver) {
          wait();
        }
      }
    }
  }

  public void awaitAnswered() throws InterruptedException {
    for (int spins = 0; spins < 200 && !answered; spins++) {
      Thread.onSpinWait();
    }
    if (!answered) {
      synchronized (this) {
        while (!answered) {
          wait();
        }
      }
    }
  }
}
