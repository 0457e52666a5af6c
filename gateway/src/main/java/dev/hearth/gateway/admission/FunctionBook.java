package dev.hearth.gateway.admission;

/** What one function has in flight and what it may have. */
final class FunctionBook {
  /** The cap of a function that reserved nothing. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  final AccountBook account;
  int cap = UNLIMITED;
  int guaranteed;
  int inFlight;

  /** Counts the requests while the function has concurrency of its own; null if it never had. */
  private TokenBucket requests;

  FunctionBook(AccountBook account) {
    this.account = account;
  }

  void count(int change) {
    account.inFlight += change;
    account.sharedInFlight -= beyond();
    inFlight += change;
    account.sharedInFlight += beyond();
  }

  /** What it has of what all functions of the account share. */
  private int beyond() {
    return Math.max(0, inFlight - guaranteed);
  }

  /**
   * Gives it other limits.
   *
   * @param own how much of the account is for it alone
   */
  void limit(int most, int own, long now) {
    cap = most;
    account.sharedInFlight -= beyond();
    account.guaranteed += own - guaranteed;
    guaranteed = own;
    account.sharedInFlight += beyond();
    if (own > 0 && requests == null) {
      requests = new TokenBucket(Ledger.rate(own), Ledger.SECOND, now);
    } else if (own > 0) {
      requests.resize(Ledger.rate(own), now);
    }
  }

  /** The requests it shares with nobody, or else those of its account. */
  TokenBucket requests() {
    return guaranteed == 0 ? account.requests : requests;
  }

  /** Whether a new one would be the same, but for limits. */
  boolean blank(long now) {
    return inFlight == 0 && (requests == null || requests.full(now));
  }
}
