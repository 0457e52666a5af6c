package dev.hearth.gateway.admission;

/** What all functions of one account have in flight together and what they may have. */
final class AccountBook {
  final TokenBucket requests;
  int limit;

  /** What functions have for themselves alone, all together. */
  int guaranteed;

  int inFlight;

  /** What is in flight of what functions share. */
  int sharedInFlight;

  AccountBook(int limit, long now) {
    this.limit = limit;
    this.requests = new TokenBucket(Ledger.rate(limit), Ledger.SECOND, now);
  }

  /** What functions share. */
  int shared() {
    return limit - guaranteed;
  }
}
