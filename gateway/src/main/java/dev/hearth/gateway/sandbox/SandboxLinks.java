package dev.hearth.gateway.sandbox;

import dev.hearth.gateway.sandbox.shim.ShimClient;
import dev.hearth.gateway.sandbox.shim.ShimLink;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The kept connections to one sandbox: one per event loop, made when that loop first needs one and
 * again after one was cut.
 */
final class SandboxLinks {
  private final SandboxAddress address;
  private final ShimClient client;
  private final Map<Thread, Future<ShimLink>> links = new ConcurrentHashMap<>(2);
  private volatile Runnable whenLost = () -> {};
  private volatile String closed;

  SandboxLinks(SandboxAddress address, ShimClient client) {
    this.address = address;
    this.client = client;
  }

  SandboxAddress address() {
    return address;
  }

  /** Has this called whenever the sandbox closes a link while nothing is being exchanged. */
  void onLost(Runnable handler) {
    whenLost = handler;
  }

  /** The link of the event loop that calls this, opened if there is none. */
  Future<ShimLink> here() {
    // Each event loop has a thread of its own.
    Future<ShimLink> kept = links.get(Thread.currentThread());
    boolean usable = kept != null && (!kept.isComplete() || opened(kept));
    if (!usable) {
      kept = client.open(address);
      links.put(Thread.currentThread(), kept);
      kept.onSuccess(this::watch);
    }
    return kept;
  }

  /** Whether the event loop that calls this has an open link. */
  boolean areOpenHere() {
    Future<ShimLink> kept = links.get(Thread.currentThread());
    return kept != null && opened(kept);
  }

  static boolean opened(Future<ShimLink> link) {
    return link.succeeded() && link.result().open();
  }

  /** Takes a link that the calling event loop has opened. */
  void add(ShimLink greeted) {
    links.put(Thread.currentThread(), Future.succeededFuture(greeted));
    watch(greeted);
  }

  private void watch(ShimLink link) {
    link.onLost(() -> whenLost.run());
    String why = closed;
    if (why != null) {
      link.close(why);
    }
  }

  /** Closes every link, and those that are still being opened; from any thread, a little later. */
  void close(String why) {
    closed = why;
    links.values().forEach(kept -> kept.onSuccess(link -> link.closeSoon(why)));
  }
}
