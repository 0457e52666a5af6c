package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.e2e.cluster.Hearth;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many want a function that nobody has wanted before. */
class BurstE2E {
  private static final int MANY = 50;

  @RegisterExtension static final Hearth HEARTH = new Hearth(BurstE2E.class);

  @Test
  void no_invocation_is_lost_when_fifty_come_at_once_to_a_cold_function() {
    HEARTH.applyPython(
        "sudden",
        "import time\ndef handler(event, context):\n    time.sleep(1)\n    return event",
        "timeout: 60");
    HEARTH.awaitActive("sudden");
    List<CompletableFuture<String>> answers =
        IntStream.range(0, MANY)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> HEARTH.lambda().call("sudden", Integer.toString(i)),
                        Thread::startVirtualThread))
            .toList();
    assertEquals(
        IntStream.range(0, MANY).mapToObj(Integer::toString).toList(),
        answers.stream().map(CompletableFuture::join).toList());
  }

  @Test
  void a_function_can_be_invoked_the_moment_it_was_applied() {
    HEARTH.applyPython("instant", "def handler(event, context): return 'at once'");
    assertEquals(
        Collections.nCopies(3, "\"at once\""),
        IntStream.range(0, 3).mapToObj(_ -> HEARTH.lambda().call("instant", "{}")).toList());
  }
}
