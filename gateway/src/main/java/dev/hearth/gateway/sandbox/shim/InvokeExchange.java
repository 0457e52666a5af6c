package dev.hearth.gateway.sandbox.shim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/**
 * One invocation on a link: the event goes up, the reply comes back. Tells once how it leaves the
 * sandbox, before the end of the reply is passed on, so that who gets the reply may claim the
 * sandbox again.
 */
final class InvokeExchange implements Exchange {
  /** Most bytes of a buffered result. */
  static final long MAX_RESULT = 6_291_556;

  /** Most bytes of a streamed result. */
  static final long MAX_STREAM = 209_715_200;

  /** Results up to this many bytes are held until they are whole. */
  static final int MAX_HELD = 64 * 1024;

  private static final int OK = 200;
  private static final int CONFLICT = 409;

  private final ShimLink link;
  private final RunListener listener;
  private final ShimClient.Identity identity;
  private final Promise<RunResult> result = Promise.promise();
  private Upload upload;
  private boolean handedOver;
  private boolean expired;
  private int status;
  private Fields fields;
  private Buffer held = Buffer.buffer();
  private long streamed;
  private long announced;
  private ByteBuf last;
  private ReplyFlow flow;

  InvokeExchange(ShimLink link, RunListener listener, ShimClient.Identity identity) {
    this.link = link;
    this.listener = listener;
    this.identity = identity;
  }

  Future<RunResult> run(Call call, EventBody event) {
    long epoch = identity.epoch();
    if (!link.open()) {
      linkBroken("the connection to the sandbox is closed");
      return result.future();
    }
    link.begin(this);
    switch (event) {
      case EventBody.Whole(Buffer bytes) -> {
        byte[] head = ShimRequests.invoke(call, epoch, bytes.length());
        handedOver();
        link.send(
            Buffer.buffer(head.length + bytes.length()).appendBytes(head).appendBuffer(bytes));
      }
      case EventBody.Arriving(long length, ByteFlow arriving) -> {
        link.send(Buffer.buffer(ShimRequests.invoke(call, epoch, length)));
        upload = new Upload(this, link, arriving, length < 0);
        arriving.start(upload);
      }
    }
    return result.future();
  }

  void handedOver() {
    upload = null;
    handedOver = true;
    listener.handedOver();
  }

  /** Cutting the link is how an event is taken back. */
  void uploadBroken(String why) {
    upload = null;
    var broken = new RunResult.UploadBroken(why);
    link.takeBack(
        () -> {
          listener.free();
          result.tryComplete(broken);
        });
  }

  /** Gives the sandbox up: it should have answered by now. */
  void expire() {
    expired = true;
    link.close("the sandbox did not answer in time");
  }

  @Override
  public void drained() {
    if (upload != null) {
      upload.resume();
    }
  }

  @Override
  public void head(int replyStatus, Fields replyFields, long contentLength) {
    status = replyStatus;
    fields = replyFields;
    if (status != OK) {
      stopUpload();
    } else if (!handedOver) {
      link.close("the sandbox answered before it had the event");
    } else if (contentLength > MAX_RESULT) {
      link.close("the sandbox answers more than " + MAX_RESULT + " bytes");
    } else if (contentLength < 0) {
      flow = new ReplyFlow(link);
      result.complete(new RunResult.Answered(new Reply.Streaming(contentType(), flow, flow)));
    } else if (contentLength > MAX_HELD) {
      announced = contentLength;
      flow = new ReplyFlow(link);
      var reply = new Reply.Large(contentType(), Report.of(fields), contentLength, flow);
      result.complete(new RunResult.Answered(reply));
    } else {
      held = Buffer.buffer((int) contentLength);
    }
  }

  private String contentType() {
    String type = fields.get("Content-Type");
    boolean printable = type != null && type.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    return printable ? type : "application/json";
  }

  @Override
  public void body(ByteBuf bytes, int offset, int length) {
    streamed += length;
    if (streamed > MAX_STREAM || (flow == null && streamed > MAX_HELD)) {
      link.close("the sandbox answers too many bytes");
    } else if (flow == null) {
      held.appendBytes(ByteBufUtil.getBytes(bytes, offset, length));
    } else if (streamed == announced) {
      last = bytes.retainedSlice(offset, length);
    } else {
      flow.bytes(bytes.retainedSlice(offset, length));
    }
  }

  @Override
  public void end(Fields trailers) {
    if (status == OK && flow == null) {
      var reply = new Reply.Whole(contentType(), Report.of(fields), held);
      listener.free();
      result.complete(new RunResult.Answered(reply));
    } else if (status == OK) {
      flow.report(Report.of(fields.get("Content-Length") == null ? trailers : fields));
      listener.free();
      if (last != null) {
        flow.bytes(last);
      }
      flow.end();
    } else {
      refused();
    }
  }

  private void refused() {
    var refusal = new RunResult.Refused(status, held.toString());
    boolean notForUs = status == CONFLICT || status == ShimClient.STALE_EPOCH;
    identity.refused(status, fields);
    // An upload that was refused half way leaves its rest on the link, so that the link must go.
    link.close("the sandbox refused the event");
    if (notForUs) {
      listener.dead("it refused with " + status + " " + refusal.why());
    } else {
      listener.free();
    }
    result.complete(refusal);
  }

  @Override
  public void broken(String why) {
    linkBroken(why);
  }

  private void linkBroken(String why) {
    stopUpload();
    listener.dead(why);
    if (flow != null) {
      flow.broken(why);
    } else if (expired) {
      result.complete(new RunResult.Overdue());
    } else if (!handedOver) {
      result.complete(new RunResult.Unreachable(why));
    } else {
      result.complete(new RunResult.Lost(why));
    }
  }

  private void stopUpload() {
    if (upload != null) {
      upload.stop();
      upload = null;
    }
  }
}
