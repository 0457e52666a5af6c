package dev.hearth.gateway.admission;

import java.util.HashMap;
import java.util.Map;

/** What one function has in flight and what it may have. */
final class FunctionBook {
  /** The cap of a function that reserved nothing. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  final AccountBook account;
  int cap = UNLIMITED;
  int guaranteed;
  int inFlight;

  /** What is set aside for single versions, all together. */
  int aside;

  /** In flight of versions beyond what is set aside for each. */
  int beyondAside;

  private final Map<String, VersionBook> versions = new HashMap<>();

  /** Counts the requests while the function has concurrency of its own; null if it never had. */
  private TokenBucket requests;

  FunctionBook(AccountBook account) {
    this.account = account;
  }

  VersionBook version(String number) {
    VersionBook known = versions.get(number);
    return known != null ? known : versions.computeIfAbsent(number, n -> new VersionBook(this));
  }

  void count(VersionBook version, int change) {
    account.inFlight += change;
    account.sharedInFlight -= beyond();
    beyondAside -= version.beyond();
    version.inFlight += change;
    inFlight += change;
    beyondAside += version.beyond();
    account.sharedInFlight += beyond();
  }

  /** What it has for itself alone and for any of its versions. */
  int forAnyVersion() {
    return Math.max(0, guaranteed - aside);
  }

  /** What it has of what all functions of the account share. */
  private int beyond() {
    return Math.max(0, beyondAside - forAnyVersion());
  }

  /**
   * Gives it other limits.
   *
   * @param own how much of the account is for it alone
   * @param shares what is set aside for single versions: of its own if it has some
   */
  void limit(int most, int own, Map<String, Integer> shares, long now) {
    cap = most;
    account.sharedInFlight -= beyond();
    account.guaranteed -= Math.max(guaranteed, aside);
    guaranteed = own;
    versions.values().forEach(version -> version.setAside(0, now));
    versions.values().removeIf(version -> version.blank(now));
    shares.forEach((number, share) -> version(number).setAside(share, now));
    aside = versions.values().stream().mapToInt(version -> version.aside).sum();
    beyondAside = versions.values().stream().mapToInt(VersionBook::beyond).sum();
    account.guaranteed += Math.max(guaranteed, aside);
    account.sharedInFlight += beyond();
    long rate = Ledger.rate(forAnyVersion());
    if (own > 0 && requests == null) {
      requests = new TokenBucket(rate, Ledger.SECOND, now);
    } else if (own > 0) {
      requests.resize(rate, now);
    }
  }

  /** The requests it shares with nobody, or else those of its account. */
  TokenBucket requests() {
    return guaranteed == 0 ? account.requests : requests;
  }

  /** Whether a new one would be the same, but for limits. */
  boolean blank(long now) {
    return inFlight == 0
        && (requests == null || requests.full(now))
        && versions.values().stream().allMatch(version -> version.blank(now));
  }
}
