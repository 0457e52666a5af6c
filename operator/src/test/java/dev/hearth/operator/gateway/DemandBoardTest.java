package dev.hearth.operator.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.operator.gateway.Demand.MissingArtifact;
import dev.hearth.operator.gateway.Demand.PoolDemand;
import dev.hearth.operator.gateway.DemandBoard.News;
import dev.hearth.operator.gateway.DemandBoard.PoolKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemandBoardTest {
  private static final PoolKey POOL = new PoolKey("shop", "p");

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
    News news = board.said("a", new Demand(2, List.of(), List.of(), List.of()));
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
    var demand = new Demand(1, null, null, List.of(missing));
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

  private static Demand demand(int waiting, String... claimed) {
    return new Demand(
        1, List.of(new PoolDemand("shop", "p", waiting)), List.of(claimed), List.of());
  }
}
