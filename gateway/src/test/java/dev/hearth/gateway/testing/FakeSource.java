package dev.hearth.gateway.testing;

import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.SandboxSource;
import dev.hearth.gateway.sandbox.SandboxUnavailableException;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Hands out fake shims and remembers what became of them. */
public final class FakeSource implements SandboxSource, AutoCloseable {
  public final List<FakeShim> made = new CopyOnWriteArrayList<>();
  public final List<SandboxAddress> released = new CopyOnWriteArrayList<>();
  private volatile Supplier<FakeShim> maker;
  private volatile String failure;

  /** Makes sandboxes like this from now on. */
  public void makes(Supplier<FakeShim> next) {
    maker = next;
    failure = null;
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
    FakeShim shim = maker.get();
    made.add(shim);
    return Future.succeededFuture(
        new SandboxAddress(shim.uid, "127.0.0.1", shim.port(), shim.identityKey()));
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
