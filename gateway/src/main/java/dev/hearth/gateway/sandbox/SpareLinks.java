package dev.hearth.gateway.sandbox;

import dev.hearth.gateway.sandbox.shim.ShimClient;
import dev.hearth.gateway.sandbox.shim.ShimLink;
import io.vertx.core.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connections to spares, made before anybody needs them: whichever event loop claims a spare has
 * said hello to it. Spares beyond {@link #MAX_KEPT} are connected to when they are claimed.
 */
public final class SpareLinks {
  /** Spares that connections are kept to, one for each event loop. */
  public static final int MAX_KEPT = 256;

  private final List<Context> loops;
  private final ShimClient client;
  private final Map<String, SandboxLinks> kept = new ConcurrentHashMap<>();

  /**
   * @param loops one context for each event loop that claims
   */
  public SpareLinks(List<Context> loops, ShimClient client) {
    this.loops = loops;
    this.client = client;
  }

  /**
   * Connects to a spare.
   *
   * @param greeted the link that the calling event loop has to it already, if it has one
   * @param whenLost called at most once, when the spare closes a link before it is claimed
   */
  public void keep(SandboxAddress spare, Optional<ShimLink> greeted, Runnable whenLost) {
    if (kept.size() >= MAX_KEPT) {
      greeted.ifPresent(link -> link.close("connections to enough spares are kept"));
      return;
    }
    var links = new SandboxLinks(spare, client);
    links.onLost(
        () -> {
          if (kept.remove(spare.uid(), links)) {
            links.close("the spare closes connections");
            whenLost.run();
          }
        });
    greeted.ifPresent(links::add);
    SandboxLinks before = kept.put(spare.uid(), links);
    if (before != null) {
      before.close("there are newer connections");
    }
    for (Context loop : loops) {
      loop.runOnContext(v -> links.here());
    }
  }

  /** The connections to a spare that is being claimed; they are the caller's from now on. */
  SandboxLinks take(SandboxAddress spare) {
    SandboxLinks links = kept.remove(spare.uid());
    return links == null ? new SandboxLinks(spare, client) : links;
  }

  /** Nobody will claim this spare. */
  public void forget(SandboxAddress spare) {
    SandboxLinks links = kept.remove(spare.uid());
    if (links != null) {
      links.close("the spare goes");
    }
  }
}
