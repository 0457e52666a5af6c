package dev.hearth.gateway.sandbox.shim;

import io.netty.buffer.ByteBuf;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayDeque;

/** The body of one reply on its way from a link; holds what comes before it is started. */
final class ReplyFlow implements ByteFlow, Reply.Ending {
  private final ShimLink link;
  private final ArrayDeque<ByteBuf> early = new ArrayDeque<>();
  private Sink sink;
  private Report report;
  private String broken;
  private boolean paused;

  ReplyFlow(ShimLink link) {
    this.link = link;
  }

  @Override
  public void start(Sink starting) {
    sink = starting;
    while (!early.isEmpty()) {
      pass(early.poll());
    }
    if (report != null) {
      sink.end();
    } else if (broken != null) {
      sink.broken(broken);
    }
  }

  @Override
  public void pause() {
    if (!done()) {
      paused = true;
      link.pauseReply();
    }
  }

  @Override
  public void resume() {
    if (!done()) {
      paused = false;
      link.resumeReply();
    }
  }

  @Override
  public Report report() {
    return report;
  }

  /** Takes a part that is retained for it. */
  void bytes(ByteBuf part) {
    if (sink == null) {
      early.add(part);
    } else {
      pass(part);
    }
  }

  private void pass(ByteBuf part) {
    sink.bytes(BufferInternal.buffer(part), part::release);
  }

  /** The reply is whole; the link may be used again from now on. */
  void report(Report finalReport) {
    report = finalReport;
    unpause();
  }

  void end() {
    if (sink != null) {
      sink.end();
    }
  }

  void broken(String why) {
    broken = why;
    if (sink != null) {
      sink.broken(why);
    }
  }

  /** The link's next exchange must not find it paused. */
  private void unpause() {
    if (paused) {
      paused = false;
      link.resumeReply();
    }
  }

  private boolean done() {
    return report != null || broken != null;
  }
}
