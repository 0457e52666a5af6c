package dev.hearth.gateway.ownership;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One gateway's part in lending and borrowing the permits that the functions of each account share.
 * Everything holds for one epoch only: what is said under another is not heard, and what was lent
 * under another is counted by the lender as long as it may be at work. Not safe for several threads
 * at once; times are in nanoseconds.
 */
final class Loans {
  /** What is to be done. */
  sealed interface Effect {
    /** Say this to a gateway, which may be this one. */
    record Say(String gateway, String namespace, long epoch, Loan loan) implements Effect {}

    /** A ticket has its permit. */
    record Allow(long ticket) implements Effect {}

    /** There is none for a ticket. */
    record Refuse(long ticket) implements Effect {}
  }

  /** What there is to lend of an account. */
  interface Stocks {
    Lender.Stock of(String namespace, long now);
  }

  private final Standing standing;
  private final Stocks stocks;
  private final Map<String, Borrower> borrowers = new LinkedHashMap<>();
  private final Map<String, Lender> lenders = new LinkedHashMap<>();

  Loans(Standing standing, Stocks stocks) {
    this.standing = standing;
    this.stocks = stocks;
  }

  /** What the permits of an account are decided by, as functions are by their name. */
  static String accountKey(String namespace) {
    return "account " + namespace;
  }

  /** What was lent is void; what is at work of it, the lender counts. */
  void newEpoch() {
    borrowers.clear();
    lenders.clear();
  }

  List<Effect> want(String namespace, long ticket, long now) {
    var borrower = borrowers.computeIfAbsent(namespace, n -> new Borrower());
    return effects(namespace, borrower.want(ticket, now));
  }

  List<Effect> giveBack(String namespace, long ticket) {
    Borrower borrower = borrowers.get(namespace);
    return borrower == null ? List.of() : effects(namespace, borrower.giveBack(ticket));
  }

  /** A gateway, maybe this one, has said something under an epoch. */
  List<Effect> heard(String from, String namespace, long epoch, Loan loan, long now) {
    standing.told(epoch);
    if (epoch != standing.epoch()) {
      return List.of();
    }
    return switch (loan) {
      case Loan.Ask ask -> asked(from, namespace, ask, now);
      case Loan.Grant grant -> {
        Borrower borrower = borrowers.get(namespace);
        yield borrower == null ? List.of() : effects(namespace, borrower.granted(grant, now));
      }
      case Loan.Recall() -> {
        Borrower borrower = borrowers.get(namespace);
        yield borrower == null ? List.of() : effects(namespace, borrower.recalled(now));
      }
    };
  }

  private List<Effect> asked(String from, String namespace, Loan.Ask ask, long now) {
    if (!(standing.place(accountKey(namespace)) instanceof Place.Here)) {
      return List.of();
    }
    var lender = lenders.computeIfAbsent(namespace, n -> new Lender());
    return words(namespace, lender.asked(from, ask, stocks.of(namespace, now), now));
  }

  List<Effect> tick(long now) {
    var effects = new ArrayList<Effect>();
    borrowers.forEach((n, borrower) -> effects.addAll(effects(n, borrower.tick(now))));
    lenders.forEach((n, lender) -> effects.addAll(words(n, lender.look(stocks.of(n, now), now))));
    return effects;
  }

  /** Whether nothing is borrowed or lent. */
  boolean idle() {
    return borrowers.values().stream().allMatch(Borrower::idle)
        && lenders.values().stream().allMatch(lender -> lender.lent() == 0);
  }

  private List<Effect> effects(String namespace, List<Borrower.Effect> wanted) {
    var effects = new ArrayList<Effect>(wanted.size());
    for (Borrower.Effect effect : wanted) {
      switch (effect) {
        case Borrower.Effect.Say(Loan.Ask ask) -> say(namespace, ask, effects);
        case Borrower.Effect.Allow(long ticket) -> effects.add(new Effect.Allow(ticket));
        case Borrower.Effect.Refuse(long ticket) -> effects.add(new Effect.Refuse(ticket));
      }
    }
    return effects;
  }

  private void say(String namespace, Loan.Ask ask, List<Effect> effects) {
    // The place of this very epoch, even while there may be a higher one that is not seen yet.
    Owners.of(standing.membership(), accountKey(namespace))
        .ifPresent(to -> effects.add(new Effect.Say(to, namespace, standing.epoch(), ask)));
  }

  private List<Effect> words(String namespace, List<Lender.Word> words) {
    return words.stream()
        .<Effect>map(
            word -> new Effect.Say(word.borrower(), namespace, standing.epoch(), word.loan()))
        .toList();
  }
}
