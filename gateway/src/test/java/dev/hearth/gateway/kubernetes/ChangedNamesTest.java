package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChangedNamesTest {
  private static final String BAD = "bad";

  private final LinkedBlockingQueue<Set<String>> taken = new LinkedBlockingQueue<>();
  private final Semaphore go = new Semaphore(0);
  private final ChangedNames<String> names = new ChangedNames<>("test", this::takeOver);

  private void takeOver(Set<String> together) {
    taken.add(together);
    go.acquireUninterruptibly();
    if (together.contains(BAD)) {
      throw new IllegalStateException("this is meant to be logged");
    }
  }

  @BeforeEach
  void busy_with_one() throws InterruptedException {
    names.add("first");
    names.start();
    assertEquals(Set.of("first"), next());
  }

  @AfterEach
  void end() {
    go.release(100);
    names.close();
  }

  @Test
  void however_often_something_changes_meanwhile_its_name_waits_once() throws Exception {
    for (int change = 0; change < 10_000; change++) {
      names.add("a");
      names.add("b");
    }
    assertEquals(2, names.size());
    go.release();
    assertEquals(Set.of("a", "b"), next());
    assertEquals(0, names.size());
  }

  @Test
  void what_changes_while_it_is_taken_over_is_taken_over_again() throws Exception {
    names.add("first");
    go.release();
    assertEquals(Set.of("first"), next());
  }

  @Test
  void one_that_cannot_be_taken_over_keeps_no_other_back() throws Exception {
    names.add("a");
    names.add(BAD);
    go.release(4);
    assertEquals(Set.of("a", BAD), next());
    assertEquals(Set.of("a"), next());
    assertEquals(Set.of(BAD), next());
    names.add("later");
    assertEquals(Set.of("later"), next());
  }

  private Set<String> next() throws InterruptedException {
    return taken.poll(30, TimeUnit.SECONDS);
  }
}
