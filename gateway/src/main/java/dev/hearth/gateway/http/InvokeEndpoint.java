package dev.hearth.gateway.http;

import dev.hearth.gateway.admission.Throttle;
import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.invocation.Invocation;
import dev.hearth.gateway.invocation.Invoker;
import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.invocation.Rejection;
import dev.hearth.gateway.sandbox.shim.Call;
import dev.hearth.gateway.sandbox.shim.EventBody;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.LongSupplier;

/**
 * {@code Invoke} and {@code InvokeWithResponseStream} of AWS's API: a request in, an outcome out.
 * Belongs to one event loop.
 */
final class InvokeEndpoint {
  /** Events of an announced length up to this are read whole before a sandbox is claimed. */
  static final int MAX_READ_WHOLE = 64 * 1024;

  private static final Buffer EMPTY_EVENT = Buffer.buffer("{}");

  private final Invoker invoker;
  private final RequestIds ids;
  private final Accounts accounts;
  private final String region;
  private final LongSupplier nanoClock;
  private final Hops hops;

  InvokeEndpoint(
      Invoker invoker,
      RequestIds ids,
      Accounts accounts,
      String region,
      LongSupplier nanoClock,
      Hops hops) {
    this.hops = hops;
    this.invoker = invoker;
    this.ids = ids;
    this.accounts = accounts;
    this.region = region;
    this.nanoClock = nanoClock;
  }

  void handle(HttpServerRequest request, ClientConnection client) {
    if (hops.forged(request)) {
      reject(request, Rejection.ACCESS_DENIED, "Only gateways send requests on.");
      return;
    }
    String requestId = hops.requestId(request, ids.requestId());
    HttpServerResponse response = request.response().putHeader(Names.REQUEST_ID, requestId);
    switch (Route.of(request.method().name(), request.uri())) {
      case Route.Unknown() -> {
        if (!hops.tookBeat(request)) {
          reject(request, Rejection.UNKNOWN_OPERATION, "Unknown operation");
        }
      }
      case Route.WrongMethod(String allowed) -> {
        response.putHeader(HttpHeaders.ALLOW, allowed);
        reject(request, Rejection.METHOD_NOT_ALLOWED, "Method not allowed, but " + allowed);
      }
      case Route.Invoke route -> reference(request, requestId, client, route);
    }
  }

  private void reference(
      HttpServerRequest request, String requestId, ClientConnection client, Route.Invoke route) {
    var asker = new FunctionReference.Asker(accounts, region, request.getHeader(Names.NAMESPACE));
    switch (FunctionReference.of(route.function(), route.qualifier(), asker)) {
      case FunctionReference.Not(Outcome.Rejected why) -> Answers.rejected(request.response(), why);
      case FunctionReference.Here(FunctionId id, String qualifier) -> {
        switch (InvokeHeaders.of(request.headers()::get, route.streaming())) {
          case InvokeHeaders.Bad(Outcome.Rejected why) -> Answers.rejected(request.response(), why);
          case InvokeHeaders.Good asked -> {
            Call call = call(requestId, id, qualifier, asked);
            request.response().putHeader(Names.TRACE_ID, call.traceId());
            var invocation = new Invocation(id, qualifier, call, client.caller());
            if (asked.dryRun()) {
              finish(request, invoker.dryRun(invocation), route.streaming());
            } else {
              receive(request, client, invocation, route.streaming());
            }
          }
        }
      }
    }
  }

  private Call call(String requestId, FunctionId id, String qualifier, InvokeHeaders.Good asked) {
    return new Call(
        requestId,
        FunctionReference.arn(region, accounts.accountOf(id.namespace()), id.name(), qualifier),
        ids.traceId(asked.traceId()),
        asked.clientContext(),
        asked.tenantId(),
        asked.logTail());
  }

  private void receive(
      HttpServerRequest request,
      ClientConnection client,
      Invocation invocation,
      boolean streaming) {
    if (hops.sendsBack(request, invocation)) {
      return;
    }
    String announced = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    long length = announced == null ? -1 : Long.parseLong(announced);
    if (length > EventCheck.MAX_EVENT) {
      Answers.rejected(request.response(), EventCheck.TOO_LARGE);
      return;
    }
    if (request.headers().contains(Names.EXPECT)) {
      request.response().writeContinue();
    }
    boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    if (length > MAX_READ_WHOLE || chunked) {
      long known = chunked ? -1 : length;
      hops.lead(
          request, invocation, null, () -> stream(request, client, invocation, streaming, known));
    } else if (length > 0) {
      readWhole(request, client, invocation, streaming, (int) length);
    } else {
      lead(request, invocation, streaming, EMPTY_EVENT);
    }
  }

  private void readWhole(
      HttpServerRequest request,
      ClientConnection client,
      Invocation invocation,
      boolean streaming,
      int length) {
    var check = new EventCheck();
    var event = new Gathered(length);
    request.handler(
        part -> {
          if (check.rejected() == null && check.part(part)) {
            event.add(part);
          }
        });
    request.endHandler(
        v -> {
          client.bodyEnded(nanoClock.getAsLong());
          if (check.rejected() == null && check.end()) {
            lead(request, invocation, streaming, event.bytes());
          } else {
            Answers.rejected(request.response(), check.rejected());
          }
        });
  }

  private void lead(
      HttpServerRequest request, Invocation invocation, boolean streaming, Buffer event) {
    hops.lead(request, invocation, event, () -> run(request, invocation, streaming, event));
  }

  private void run(
      HttpServerRequest request, Invocation invocation, boolean streaming, Buffer event) {
    invoker
        .invoke(invocation, new EventBody.Whole(event))
        .onSuccess(outcome -> finish(request, outcome, streaming))
        .onFailure(e -> failed(request, e));
  }

  private void stream(
      HttpServerRequest request,
      ClientConnection client,
      Invocation invocation,
      boolean streaming,
      long length) {
    var upload = new EventUpload(request, length, () -> client.bodyEnded(nanoClock.getAsLong()));
    invoker
        .invoke(invocation, new EventBody.Arriving(length, upload))
        .onComplete(v -> upload.resume())
        .onSuccess(
            outcome -> {
              if (outcome instanceof Outcome.EventBroken && upload.rejected() != null) {
                Answers.rejected(request.response(), upload.rejected());
              } else {
                finish(request, outcome, streaming);
              }
            })
        .onFailure(e -> failed(request, e));
  }

  private static void finish(HttpServerRequest request, Outcome outcome, boolean streaming) {
    switch (outcome) {
      case Outcome.Answered answered -> {
        if (streaming) {
          StreamAnswer.write(request, answered);
        } else {
          BufferedAnswer.write(request, answered);
        }
      }
      case Outcome.Rejected why -> Answers.rejected(request.response(), why);
      case Outcome.Throttled(Throttle why, long waitNanos) ->
          Answers.throttled(request.response(), why, waitNanos);
      case Outcome.Permitted(String version) -> Answers.permitted(request.response(), version);
      case Outcome.EventBroken() -> request.connection().close();
      case Outcome.Abandoned() -> request.connection().close();
    }
  }

  private static void reject(HttpServerRequest request, Rejection rejection, String message) {
    Answers.rejected(request.response(), new Outcome.Rejected(rejection, message));
  }

  private static final System.Logger LOG = System.getLogger(InvokeEndpoint.class.getName());

  private static void failed(HttpServerRequest request, Throwable bug) {
    LOG.log(System.Logger.Level.ERROR, "an invocation failed in the gateway", bug);
    reject(request, Rejection.SERVICE, "The gateway failed.");
  }
}
