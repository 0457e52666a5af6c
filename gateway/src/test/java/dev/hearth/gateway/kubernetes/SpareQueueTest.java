package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.hearth.gateway.kubernetes.Demand.PoolDemand;
import dev.hearth.gateway.sandbox.SandboxAddress;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpareQueueTest {
  private static final PoolRef POOL = new PoolRef("shop", "python");

  private final Demand demand = new Demand(Duration.ZERO);
  private final SpareQueue queue = new SpareQueue(demand, Duration.ofSeconds(60));
  private final Promise<SandboxAddress> later = Promise.promise();

  @Test
  void a_spare_that_is_claimed_is_told_as_claimed() throws InterruptedException {
    assertEquals(Optional.empty(), queue.ready(POOL, "spare"));
    assertEquals(Optional.of("spare"), queue.claim(POOL, queue.ticket(), later));
    assertEquals(List.of("spare"), told().claimed());
    assertEquals(List.of(), told().pools());
  }

  @Test
  void who_finds_none_is_told_as_waiting_until_one_is_ready() throws InterruptedException {
    assertEquals(Optional.empty(), queue.claim(POOL, queue.ticket(), later));
    assertEquals(List.of(new PoolDemand("shop", "python", 1)), told().pools());
    assertSame(later, queue.ready(POOL, "spare").orElseThrow());
    assertEquals(List.of("spare"), told().claimed());
    assertEquals(List.of(), told().pools());
  }

  @Test
  void who_gives_up_waits_no_more_and_is_told_where_to_look() throws InterruptedException {
    long ticket = queue.ticket();
    queue.claim(POOL, ticket, later);
    assertSame(later, queue.giveUp(POOL, ticket).orElseThrow());
    assertEquals(Optional.empty(), queue.giveUp(POOL, ticket));
    assertEquals(Optional.empty(), queue.ready(POOL, "spare"));
    assertEquals(List.of(), told().pools());
    assertEquals(
        "no sandbox of pool python became ready within 60 s;"
            + " kubectl describe sandboxpool python may tell why",
        queue.late(POOL).getMessage());
  }

  private Demand.Snapshot told() throws InterruptedException {
    return demand.after(-1, Duration.ofSeconds(30));
  }
}
