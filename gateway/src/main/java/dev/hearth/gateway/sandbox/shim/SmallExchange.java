package dev.hearth.gateway.sandbox.shim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** An exchange whose reply is a short document: hello, state, specialise. */
final class SmallExchange implements Exchange {
  /** Most bytes of such a document. */
  static final int MAX_DOCUMENT = 64 * 1024;

  /** The reply. */
  record Document(int status, Fields fields, Buffer body) {}

  private final ShimLink link;
  private final Promise<Document> promise = Promise.promise();
  private final Buffer body = Buffer.buffer();
  private int status;
  private Fields fields;

  private SmallExchange(ShimLink link) {
    this.link = link;
  }

  /** Sends a request without waiting for more to send. */
  static Future<Document> run(ShimLink link, Buffer request) {
    return begin(link, request).future();
  }

  /** Sends the beginning of a request; the rest follows by {@link ShimLink#send}. */
  static SmallExchange begin(ShimLink link, Buffer request) {
    var exchange = new SmallExchange(link);
    if (link.open()) {
      link.begin(exchange);
      link.send(request);
    } else {
      exchange.broken("the connection to the sandbox is closed");
    }
    return exchange;
  }

  Future<Document> future() {
    return promise.future();
  }

  @Override
  public void head(int replyStatus, Fields replyFields, long contentLength) {
    status = replyStatus;
    fields = replyFields;
    if (contentLength > MAX_DOCUMENT) {
      link.close("the sandbox answers more than " + MAX_DOCUMENT + " bytes");
    }
  }

  @Override
  public void body(ByteBuf bytes, int offset, int length) {
    if (body.length() + length > MAX_DOCUMENT) {
      link.close("the sandbox answers more than " + MAX_DOCUMENT + " bytes");
    } else {
      body.appendBytes(ByteBufUtil.getBytes(bytes, offset, length));
    }
  }

  @Override
  public void end(Fields trailers) {
    promise.tryComplete(new Document(status, fields, body));
  }

  @Override
  public void broken(String why) {
    promise.tryFail(new LinkBrokenException(why));
  }

  @Override
  public void drained() {}
}
