package dev.hearth.shim.sandbox;

import dev.hearth.shim.Clock;
import dev.hearth.shim.function.FunctionSettings;
import dev.hearth.shim.lifecycle.Verdict;
import dev.hearth.shim.log.Report;
import dev.hearth.shim.log.SandboxLog;

/**
 * How invocations end: the caller is answered first, the log is written when nobody waits for it
 * any more, but always before the next invocation starts.
 */
final class Ending {
  private final Clock clock;
  private final SandboxLog log;
  private final RuntimeHost host;
  private volatile FunctionSettings function;
  private Ended unlogged;

  Ending(Clock clock, SandboxLog log, RuntimeHost host) {
    this.clock = clock;
    this.log = log;
    this.host = host;
  }

  private record Ended(Invocation invocation, Outcome outcome, long durationNanos) {}

  void belongsTo(FunctionSettings settings) {
    function = settings;
  }

  void answer(Invocation invocation, Verdict verdict) {
    Outcome outcome = Outcome.of(verdict, invocation.request().requestId(), function.timeoutMs());
    long duration = invocation.durationNanos(clock.nanos());
    if (outcome.status() == Report.Status.TIMEOUT) {
      duration = Math.min(duration, function.timeoutMs() * 1_000_000L);
    }
    Ended ended = new Ended(invocation, outcome, duration);
    byte[] tail = new byte[0];
    if (invocation.request().wantsLogTail()) {
      tail = write(ended);
    } else {
      synchronized (this) {
        unlogged = ended;
      }
    }
    invocation.reply().finish(outcome, duration, tail);
  }

  /** Writes what the log still lacks of the last invocation. */
  synchronized void log() {
    if (unlogged != null) {
      write(unlogged);
      unlogged = null;
    }
  }

  private byte[] write(Ended ended) {
    Invocation invocation = ended.invocation();
    Outcome outcome = ended.outcome();
    InvokeRequest request = invocation.request();
    if (!invocation.wasHandedOver()) {
      log.start(request.requestId(), request.wantsLogTail());
    }
    if (outcome.status() == Report.Status.TIMEOUT) {
      log.timedOut(function.timeoutMs());
    } else if (!outcome.message().isEmpty()) {
      log.failure(outcome.message(), outcome.errorType());
    }
    return log.end(
        new Report(
            request.requestId(),
            ended.durationNanos(),
            invocation.reportedInitNanos(),
            function.memorySizeMb(),
            host.peakBytes(),
            outcome.status(),
            outcome.errorType(),
            request.traceId()));
  }
}
