package dev.hearth.gateway.ownership;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lends the permits of one account that functions share, for one epoch. What it has lent is never
 * more than there is; before it refuses anybody, every borrower has said what it does not need, not
 * longer ago than a few messages take. It thinks a permit lent until the borrower itself gives it
 * up. Not safe for several threads at once.
 */
public class Lender {
  /** Permits that are lent at one time while there are plenty. */
  public static final int LOT = 16;

  /** A lot is at most this part of all. */
  public static final int LOTS = 20;

  /** Of so many hundredths lent and more, nothing is lent that nobody wants. */
  public static final int PLENTY = 80;

  /** Borrowers that do not answer for so long need all they have, as far as anybody knows. */
  public static final long PATIENCE = 500_000_000;

  private final Map<String, Loaned> loans = new TreeMap<>();
  private final Set<String> recalled = new HashSet<>();
  private boolean round;
  private long roundBegan;

  /** What to tell whom. */
  public record Word(String borrower, Loan loan) {}

  private static final class Loaned {
    long number;
    int held;
    int wants;
    boolean open;
  }

  /**
   * What there is to lend.
   *
   * @param shared all that functions share
   * @param elsewhere what may be at work of it that nobody has borrowed in this epoch
   * @param settling that number will fall in a moment, so nobody is refused yet
   */
  public record Stock(int shared, int elsewhere, boolean settling) {}

  /** A borrower has asked, maybe for the second time with the same words. */
  public List<Word> asked(String borrower, Loan.Ask ask, Stock stock, long now) {
    Loaned loan = loans.computeIfAbsent(borrower, b -> new Loaned());
    if (ask.number() < loan.number) {
      return List.of();
    }
    if (ask.number() > loan.number) {
      loan.number = ask.number();
      loan.held = ask.holds();
      loan.wants = ask.wants();
      loan.open = true;
      recalled.remove(borrower);
    } else if (!loan.open) {
      return List.of(new Word(borrower, new Loan.Grant(loan.number, loan.held)));
    }
    return look(stock, now);
  }

  /** Time has passed, or the stock is another. */
  public List<Word> look(Stock stock, long now) {
    var words = new ArrayList<Word>();
    loans.forEach((borrower, loan) -> serve(borrower, loan, stock, words));
    boolean wanting = loans.values().stream().anyMatch(loan -> loan.open);
    if (!wanting) {
      round = false;
      recalled.clear();
    } else if (!round) {
      begin(now, words);
    }
    boolean late = now - roundBegan >= PATIENCE;
    if (round && (late || (recalled.isEmpty() && !stock.settling()))) {
      round = false;
      recalled.clear();
      loans.forEach((borrower, loan) -> settle(borrower, loan, stock, words));
    }
    return words;
  }

  /** What is lent to all together. */
  public int lent() {
    return loans.values().stream().mapToInt(loan -> loan.held).sum();
  }

  private void begin(long now, List<Word> words) {
    round = true;
    roundBegan = now;
    loans.forEach(
        (borrower, loan) -> {
          if (!loan.open && loan.held > 0) {
            recalled.add(borrower);
            words.add(new Word(borrower, new Loan.Recall()));
          }
        });
  }

  private void serve(String borrower, Loaned loan, Stock stock, List<Word> words) {
    int free = free(stock);
    int wants = loan.wants - loan.held;
    if (loan.open && wants <= Math.max(free, 0)) {
      boolean plenty = (stock.shared() - free) * 100L < stock.shared() * (long) PLENTY;
      int lot = plenty && wants > 0 ? Math.min(LOT, stock.shared() / LOTS) : 0;
      grant(borrower, loan, Math.min(free, Math.max(wants, lot)), words);
    }
  }

  private void settle(String borrower, Loaned loan, Stock stock, List<Word> words) {
    if (loan.open) {
      int most = Math.max(0, free(stock));
      grant(borrower, loan, Math.min(most, loan.wants - loan.held), words);
    }
  }

  private void grant(String borrower, Loaned loan, int more, List<Word> words) {
    loan.held += Math.max(0, more);
    loan.open = false;
    words.add(new Word(borrower, new Loan.Grant(loan.number, loan.held)));
  }

  int free(Stock stock) {
    return stock.shared() - stock.elsewhere() - lent();
  }
}
