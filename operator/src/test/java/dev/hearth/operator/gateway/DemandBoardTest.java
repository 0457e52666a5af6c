package dev.hearth.operator.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.operator.gateway.Demand.AccountUse;
import dev.hearth.operator.gateway.Demand.FailedInit;
import dev.hearth.operator.gateway.Demand.MissingArtifact;
import dev.hearth.operator.gateway.Demand.PoolDemand;
import dev.hearth.operator.gateway.Demand.Provisioned;
import dev.hearth.operator.gateway.DemandBoard.FunctionKey;
import dev.hearth.operator.gateway.DemandBoard.News;
import dev.hearth.operator.gateway.DemandBoard.PoolKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemandBoardTest {
  private static final PoolKey POOL = new PoolKey("shop", "p");

  private static final FunctionKey F = new FunctionKey("shop", "f");

  private final DemandBoard board = new DemandBoard();

  @Test
  void what_all_gateways_want_is_added_up() {
    board.said("a", demand(3, "x"));
    board.said("b", demand(4, "y"));
    assertEquals(7, board.waiting(POOL));
    assertEquals(Set.of("x", "y"), board.claimed());
  }

  @Test
  void a_gateways_last_word_counts() {
    board.said("a", demand(3, "x"));
    News news = board.said("a", Demand.nothing(2));
    assertEquals(0, board.waiting(POOL));
    assertEquals(Set.of(POOL), news.pools(), "a pool that nobody wants any more is news");
    assertEquals(Set.of(), board.claimed());
  }

  @Test
  void pods_that_were_claimed_or_let_go_are_news_once() {
    assertEquals(Set.of("x", "y"), board.said("a", demand(0, "x", "y")).claims());
    assertEquals(Set.of("x", "z"), board.said("a", demand(0, "y", "z")).claims());
    assertEquals(Set.of(), board.said("a", demand(0, "y", "z")).claims());
  }

  @Test
  void a_gateway_that_has_gone_wants_nothing() {
    board.said("a", demand(3, "x"));
    board.asks(Set.of("b"));
    assertEquals(0, board.waiting(POOL));
  }

  @Test
  void what_is_missing_is_told_once() {
    var missing = new MissingArtifact("shop", "f", "00");
    var demand = new Demand(1, null, null, List.of(missing), null, null, null);
    assertEquals(Set.of(missing), board.said("a", demand).missing());
    assertEquals(Set.of(), board.said("a", demand).missing());
  }

  @Test
  void a_gateway_cannot_want_less_than_nothing() {
    board.said("a", demand(-5));
    board.said("b", demand(2));
    assertEquals(2, board.waiting(POOL));
  }

  @Test
  void the_board_is_complete_once_everybody_who_is_asked_has_answered() {
    assertFalse(board.isComplete(), "nobody is asked yet");
    board.asks(Set.of());
    assertTrue(board.isComplete(), "there is nobody to ask");
    board.asks(Set.of("a", "b"));
    board.said("a", demand(0));
    assertFalse(board.isComplete());
    board.said("b", demand(0));
    assertTrue(board.isComplete());
  }

  @Test
  void a_failed_init_is_news_when_it_comes_changes_and_goes() {
    var first = new FailedInit("shop", "f", "$LATEST", "Runtime.ExitError", "exit status 1");
    var other = new FailedInit("shop", "f", "$LATEST", "Runtime.ExitError", "exit status 2");
    Set<FunctionKey> f = Set.of(F);
    assertEquals(f, board.said("a", observed(List.of(first), 0)).functions());
    assertEquals(Set.of(), board.said("a", observed(List.of(first), 0)).functions());
    assertEquals(f, board.said("a", observed(List.of(other), 0)).functions());
    assertEquals(Optional.of(other), board.failedInit(F, FailedInit.LATEST));
    assertEquals(Optional.empty(), board.failedInit(F, "1"));
    assertEquals(f, board.said("a", Demand.nothing(9)).functions());
    assertEquals(Optional.empty(), board.failedInit(F, FailedInit.LATEST));
  }

  @Test
  void what_runs_in_a_namespace_is_added_up_and_is_news_when_it_changes() {
    assertEquals(Set.of("shop"), board.said("a", observed(List.of(), 3)).accounts());
    assertEquals(Set.of(), board.said("a", observed(List.of(), 3)).accounts());
    board.said("b", observed(List.of(), 4));
    assertEquals(7, board.running("shop"));
    assertEquals(0, board.running("bank"));
    assertEquals(Set.of("shop"), board.said("a", Demand.nothing(9)).accounts());
    assertEquals(4, board.running("shop"));
  }

  @Test
  void while_there_is_no_gateway_nothing_is_known() {
    board.asks(Set.of());
    assertFalse(board.isKnown());
    board.asks(Set.of("a"));
    assertFalse(board.isKnown());
    board.said("a", Demand.nothing(1));
    assertTrue(board.isKnown());
  }

  @Test
  void what_became_of_a_wish_is_news_when_it_changes_or_its_inits_begin_to_fail() {
    var one = new Provisioned("shop", "f", "live", "f-live", 2, 2, 1, "", null);
    var two = new Provisioned("shop", "f", "live", "f-live", 2, 2, 2, "", null);
    assertEquals(Set.of(one), board.said("a", kept(one)).provisioned());
    assertEquals(Set.of(), board.said("a", kept(one)).provisioned());
    assertEquals(Set.of(one, two), board.said("a", kept(two)).provisioned());
    assertEquals(Optional.of(two), board.provisioned("shop", "f-live", true));
    assertEquals(Optional.empty(), board.provisioned("shop", "f-live", false));
    var failed = new FailedInit("shop", "f", "1", "Runtime.ExitError", "exit status 1");
    var demand = new Demand(1, null, null, null, List.of(failed), null, List.of(two));
    assertEquals(Set.of(two), board.said("a", demand).provisioned());
  }

  private static Demand kept(Provisioned provisioned) {
    return new Demand(1, null, null, null, null, null, List.of(provisioned));
  }

  private static Demand observed(List<FailedInit> functions, int running) {
    return new Demand(
        1, null, null, null, functions, List.of(new AccountUse("shop", running)), null);
  }

  private static Demand demand(int waiting, String... claimed) {
    return new Demand(
        1, List.of(new PoolDemand("shop", "p", waiting)), List.of(claimed), null, null, null, null);
  }
}
