package dev.hearth.gateway.invocation;

import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.shim.Reply;
import dev.hearth.gateway.sandbox.shim.Report;
import dev.hearth.gateway.sandbox.shim.RunResult;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts one run: what is known when the answer begins, and what is known when the sandbox is left,
 * whichever comes first.
 */
final class Running {
  private final FunctionMeters meters;
  private final HeldPermit permit;
  private final LongSupplier nanoClock;
  private final long begun;
  private Reply.Streaming streaming;

  Running(FunctionMeters meters, HeldPermit permit, LongSupplier nanoClock, boolean cold) {
    this.meters = meters;
    this.permit = permit;
    this.nanoClock = nanoClock;
    this.begun = nanoClock.getAsLong();
    permit.hold();
    meters.concurrent.incrementAndGet();
    if (cold) {
      meters.coldStarts.increment();
    }
  }

  /** The sandbox has been left. */
  void left() {
    meters.concurrent.decrementAndGet();
    meters.duration.record(nanoClock.getAsLong() - begun, TimeUnit.NANOSECONDS);
    if (streaming != null) {
      countError(streaming.ending().report());
    }
    permit.letGo();
  }

  /** What the caller is told. */
  Outcome settle(RunResult result, Invocation invocation, FunctionVersion version) {
    Outcome outcome = Settling.settle(result, invocation, version);
    if (outcome instanceof Outcome.Answered(String ran, Reply reply)) {
      meters.invocations.increment();
      switch (reply) {
        case Reply.Whole whole -> countError(whole.report());
        case Reply.Large large -> countError(large.report());
        case Reply.Streaming flowing -> streaming = flowing;
      }
    }
    return outcome;
  }

  private void countError(Report report) {
    if (report == null || report.functionError() != null) {
      meters.errors.increment();
    }
  }
}
