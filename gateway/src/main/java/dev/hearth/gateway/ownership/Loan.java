package dev.hearth.gateway.ownership;

/** What lender and borrower of an account's permits say to each other, within one epoch. */
public sealed interface Loan {
  /**
   * The borrower's word; a later one makes earlier ones void, answers to them too.
   *
   * @param number counts the borrower's words in this epoch
   * @param holds what it keeps whatever the answer
   * @param wants what it could use, at least what it holds
   */
  record Ask(long number, int holds, int wants) implements Loan {}

  /** The lender's answer: so many the borrower may have at work, never less than it holds. */
  record Grant(long number, int held) implements Loan {}

  /** The lender is short: the borrower says by an {@link Ask} what it needs of what it has. */
  record Recall() implements Loan {}
}
