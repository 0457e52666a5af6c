package dev.hearth.gateway.admission;

/** What one version of a function has in flight, and what is set aside for it. */
final class VersionBook {
  final FunctionBook function;
  int inFlight;
  int aside;

  /** Counts its requests while something is set aside for it; null if nothing ever was. */
  TokenBucket requests;

  VersionBook(FunctionBook function) {
    this.function = function;
  }

  /** Whether one more would have what is set aside. */
  boolean hasOwn() {
    return inFlight < aside;
  }

  /** What it has of what is for all versions. */
  int beyond() {
    return Math.max(0, inFlight - aside);
  }

  void setAside(int executions, long now) {
    aside = executions;
    if (executions > 0 && requests == null) {
      requests = new TokenBucket(Ledger.rate(executions), Ledger.SECOND, now);
    } else if (executions > 0) {
      requests.resize(Ledger.rate(executions), now);
    }
  }

  /** Whether a new one would be the same, but for limits. */
  boolean blank(long now) {
    return inFlight == 0 && (requests == null || requests.full(now));
  }
}
