package dev.hearth.operator.gateway;

import dev.hearth.operator.gateway.DemandBoard.News;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Asks every ready gateway for its demand, all the time, each on a thread of its own. */
public final class DemandPoller implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DemandPoller.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final GatewayClient client;
  private final DemandBoard board;
  private final Consumer<News> news;
  private final Map<Gateway, Thread> threads = new HashMap<>();

  /**
   * @param news called with each gateway's word, on that gateway's thread
   */
  public DemandPoller(GatewayClient client, DemandBoard board, Consumer<News> news) {
    this.client = client;
    this.board = board;
    this.news = news;
  }

  /** Asks these gateways from now on, and no other. */
  public synchronized void ask(Set<Gateway> gateways) {
    var gone = new HashSet<>(threads.keySet());
    gone.removeAll(gateways);
    gone.forEach(gateway -> threads.remove(gateway).interrupt());
    board.asks(gateways.stream().map(Gateway::name).collect(Collectors.toSet()));
    for (Gateway gateway : gateways) {
      threads.computeIfAbsent(
          gateway,
          _ -> Thread.ofVirtual().name("demand-" + gateway.name()).start(() -> poll(gateway)));
    }
  }

  private void poll(Gateway gateway) {
    long after = 0;
    boolean failed = false;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Demand demand = client.demand(gateway, after, PATIENCE);
        failed = false;
        after = demand.sequence();
        News said = take(gateway, demand);
        if (said == null) {
          return;
        }
        news.accept(said);
      } catch (IOException e) {
        if (!failed) {
          LOG.warnf("gateway %s cannot be asked for its demand: %s", gateway.name(), e);
        }
        failed = true;
        after = 0;
        if (!pause()) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Null where the gateway went meanwhile: its last word must not stay on the board. */
  private synchronized News take(Gateway gateway, Demand demand) {
    return Thread.currentThread().equals(threads.get(gateway))
        ? board.said(gateway.name(), demand)
        : null;
  }

  private static boolean pause() {
    try {
      Thread.sleep(AFTER_FAILURE);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Override
  public void close() {
    ask(Set.of());
  }
}
