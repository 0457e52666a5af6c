package dev.hearth.gateway.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.function.FunctionId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CensusTest {
  private static final int UNBORN = 8;
  private static final FunctionId HELLO = new FunctionId("default", "hello");
  private static final FunctionId OTHER = new FunctionId("default", "other");
  private final Census census = new Census(UNBORN);

  CensusTest() {
    census.listed(new Membership(5, new TreeSet<>(), 5));
  }

  @Test
  void a_sandbox_that_has_not_answered_counts_as_busy() {
    census.seen("pod", "default", 4);
    assertEquals(1, elsewhere());
    census.answered("pod", word(5, null, null));
    assertEquals(0, elsewhere());
  }

  @Test
  void a_sandbox_of_another_function_or_account_does_not_count() {
    census.seen("pod", "default", 4);
    census.answered("pod", word(4, OTHER, null));
    census.seen("stranger", "elsewhere", 4);
    assertEquals(0, elsewhere());
  }

  @Test
  void what_a_sandbox_was_at_counts_until_it_is_at_something_else() {
    census.seen("pod", "default", 4);
    census.answered("pod", word(5, HELLO, "first"));
    assertEquals(1, elsewhere());
    census.answered("pod", word(5, HELLO, "second"));
    assertEquals(0, elsewhere());
  }

  @Test
  void what_a_sandbox_said_before_its_promise_is_no_news() {
    census.seen("pod", "default", 4);
    census.answered("pod", word(5, HELLO, "first"));
    census.answered("pod", word(4, HELLO, null));
    assertEquals(1, elsewhere());
  }

  @Test
  void a_sandbox_that_was_born_with_the_epoch_needs_no_word() {
    census.seen("pod", "default", 5);
    assertEquals(0, elsewhere());
  }

  @Test
  void pods_that_may_be_born_count_until_the_operator_and_a_list_have_spoken() {
    assertEquals(UNBORN, census.elsewhere(HELLO, 6, uid -> false));
    assertFalse(census.complete(6));
    census.listed(new Membership(6, new TreeSet<>(), 5));
    assertTrue(census.complete(6));
    assertEquals(UNBORN, census.elsewhere(HELLO, 6, uid -> false));
    assertTrue(census.wantsList(new Membership(6, new TreeSet<>(), 6)));
    census.listed(new Membership(6, new TreeSet<>(), 6));
    assertEquals(0, census.elsewhere(HELLO, 6, uid -> false));
  }

  @Test
  void where_this_gateway_has_a_permit_nothing_counts_twice() {
    census.seen("pod", "default", 4);
    assertEquals(0, census.elsewhere(HELLO, 5, "pod"::equals));
  }

  @Test
  void who_is_gone_does_not_come_back_with_a_late_list() {
    census.seen("pod", "default", 4);
    census.gone("pod");
    assertFalse(census.seen("pod", "default", 4));
    assertEquals(0, elsewhere());
  }

  @Test
  void of_those_that_are_gone_only_so_many_are_remembered() {
    for (int i = 0; i <= Census.REMEMBERED; i++) {
      census.gone("pod-" + i);
    }
    assertTrue(census.seen("pod-0", "default", 4));
    assertFalse(census.seen("pod-1", "default", 4));
  }

  @Test
  void who_does_not_answer_is_asked_again_after_a_while() {
    census.seen("pod", "default", 4);
    assertEquals(List.of("pod"), census.ask(5, 10, 1));
    assertEquals(List.of(), census.ask(5, 10, 2));
    assertEquals(List.of("pod"), census.ask(5, 10, 1 + Census.RETRY));
    census.answered("pod", word(5, HELLO, null));
    assertEquals(List.of(), census.ask(5, 10, 1 + 9 * Census.RETRY));
  }

  @Test
  void so_many_are_asked_at_one_time_and_no_more() {
    census.seen("one", "default", 4);
    census.seen("two", "default", 4);
    assertEquals(List.of("one"), census.ask(5, 1, 1));
    assertEquals(List.of("two"), census.ask(5, 1, 2));
  }

  private int elsewhere() {
    return census.elsewhere(HELLO, 5, uid -> false);
  }

  private static SandboxWord word(long epoch, FunctionId function, String running) {
    return new SandboxWord(epoch, Optional.ofNullable(function), Optional.ofNullable(running));
  }
}
