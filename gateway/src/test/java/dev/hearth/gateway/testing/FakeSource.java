package dev.hearth.gateway.testing;

import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.SandboxSource;
import dev.hearth.gateway.sandbox.SandboxUnavailableException;
import dev.hearth.gateway.sandbox.SpareLinks;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Hands out fake shims and remembers what became of them. */
public final class FakeSource implements SandboxSource, AutoCloseable {
  public final List<FakeShim> made = new CopyOnWriteArrayList<>();
  public final List<SandboxAddress> released = new CopyOnWriteArrayList<>();
  public final AtomicInteger lost = new AtomicInteger();
  private volatile Supplier<FakeShim> maker;
  private final Queue<FakeShim> spares = new ConcurrentLinkedQueue<>();
  private volatile String failure;
  private volatile SpareLinks links;

  /** Makes sandboxes like this from now on. */
  public void makes(Supplier<FakeShim> next) {
    maker = next;
    failure = null;
  }

  /** Has a spare ready, and connections to it. */
  public void keeps(FakeShim spare) {
    made.add(spare);
    spares.add(spare);
    keep(address(spare));
  }

  /** Has connections to what may be a spare. */
  public void keep(SandboxAddress spare) {
    links.keep(
        spare,
        Optional.empty(),
        () -> {
          lost.incrementAndGet();
          Changes.happened();
        });
  }

  @Override
  public void begin(SpareLinks keeps) {
    links = keeps;
  }

  /** Has none to give from now on. */
  public void failsWith(String why) {
    failure = why;
  }

  @Override
  public Future<SandboxAddress> acquire(FunctionVersion function) {
    if (failure != null) {
      return Future.failedFuture(new SandboxUnavailableException(failure));
    }
    FakeShim shim = spares.poll();
    if (shim == null) {
      shim = maker.get();
      made.add(shim);
    }
    return Future.succeededFuture(address(shim));
  }

  private static SandboxAddress address(FakeShim shim) {
    return new SandboxAddress(shim.uid, "127.0.0.1", shim.port(), shim.identityKey());
  }

  @Override
  public void release(SandboxAddress sandbox) {
    released.add(sandbox);
    made.stream().filter(shim -> shim.uid.equals(sandbox.uid())).forEach(FakeShim::close);
    Changes.happened();
  }

  @Override
  public void close() {
    made.forEach(FakeShim::close);
  }
}
