package dev.hearth.gateway.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.ownership.Lender.Stock;
import dev.hearth.gateway.ownership.Lender.Word;
import dev.hearth.gateway.ownership.Loan.Ask;
import dev.hearth.gateway.ownership.Loan.Grant;
import dev.hearth.gateway.ownership.Loan.Recall;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoanTest {
  private static final Stock PLENTY = new Stock(1_000, 0, false);
  private static final Stock FEW = new Stock(4, 0, false);
  private final Lender lender = new Lender();
  private final Borrower borrower = new Borrower();

  @Test
  void where_there_are_plenty_a_lot_is_lent_at_once() {
    assertEquals(
        List.of(new Word("a", new Grant(1, Lender.LOT))),
        lender.asked("a", new Ask(1, 0, 1), PLENTY, 0));
  }

  @Test
  void above_four_fifths_nothing_is_lent_that_nobody_wants() {
    lender.asked("a", new Ask(1, 0, 800), PLENTY, 0);
    assertEquals(
        List.of(new Word("b", new Grant(1, 1))), lender.asked("b", new Ask(1, 0, 1), PLENTY, 0));
  }

  @Test
  void before_anybody_is_refused_the_others_give_back_what_they_do_not_need() {
    lender.asked("a", new Ask(1, 0, 4), FEW, 0);
    assertEquals(List.of(new Word("a", new Recall())), lender.asked("b", new Ask(1, 0, 1), FEW, 1));
    assertEquals(
        List.of(new Word("a", new Grant(2, 3)), new Word("b", new Grant(1, 1))),
        lender.asked("a", new Ask(2, 3, 3), FEW, 2));
    assertEquals(4, lender.lent());
  }

  @Test
  void who_needs_all_it_has_keeps_it() {
    lender.asked("a", new Ask(1, 0, 4), FEW, 0);
    lender.asked("b", new Ask(1, 0, 1), FEW, 1);
    assertTrue(
        lender.asked("a", new Ask(2, 4, 4), FEW, 2).contains(new Word("b", new Grant(1, 0))));
  }

  @Test
  void who_does_not_answer_keeps_what_it_has_and_nobody_waits_for_ever() {
    lender.asked("a", new Ask(1, 0, 4), FEW, 0);
    lender.asked("b", new Ask(1, 0, 1), FEW, 1);
    assertEquals(List.of(), lender.look(FEW, Lender.PATIENCE));
    assertEquals(List.of(new Word("b", new Grant(1, 0))), lender.look(FEW, 1 + Lender.PATIENCE));
  }

  @Test
  void what_may_be_at_work_elsewhere_is_not_lent() {
    var stock = new Stock(4, 3, false);
    lender.asked("a", new Ask(1, 0, 4), stock, 0);
    assertEquals(1, lender.lent());
  }

  @Test
  void an_old_word_is_void_and_the_same_word_gets_the_same_answer() {
    lender.asked("a", new Ask(2, 0, 2), FEW, 0);
    assertEquals(List.of(), lender.asked("a", new Ask(1, 0, 4), FEW, 0));
    assertEquals(
        List.of(new Word("a", new Grant(2, 2))), lender.asked("a", new Ask(2, 0, 2), FEW, 0));
    assertEquals(2, lender.lent());
  }

  @Test
  void a_borrower_has_never_more_at_work_than_it_was_granted() {
    borrower.want(1, 0);
    borrower.want(2, 0);
    assertEquals(
        List.of(new Borrower.Effect.Allow(1), new Borrower.Effect.Say(new Ask(2, 1, 2))),
        borrower.granted(new Grant(1, 1), 1));
    assertEquals(List.of(new Borrower.Effect.Refuse(2)), borrower.granted(new Grant(2, 1), 2));
  }

  @Test
  void an_answer_to_an_earlier_word_changes_nothing() {
    borrower.want(1, 0);
    borrower.recalled(1);
    assertEquals(List.of(), borrower.granted(new Grant(1, 1), 2));
  }

  @Test
  void what_nobody_uses_goes_back() {
    borrower.want(1, 0);
    borrower.granted(new Grant(1, 16), 1);
    borrower.giveBack(1);
    assertEquals(List.of(new Borrower.Effect.Say(new Ask(2, 0, 0))), borrower.tick(Borrower.RETRY));
    borrower.granted(new Grant(2, 0), Borrower.RETRY);
    assertTrue(borrower.idle());
  }

  @Test
  void a_question_without_an_answer_is_asked_again() {
    borrower.want(1, 0);
    assertEquals(List.of(), borrower.tick(Borrower.RETRY - 1));
    assertEquals(List.of(new Borrower.Effect.Say(new Ask(2, 0, 1))), borrower.tick(Borrower.RETRY));
  }
}
