package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.FunctionRuntimeSpec;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Keeps the catalogue as the API server's Functions and Runtimes are. Changes that come together
 * are taken over together.
 */
final class FunctionWatch implements AutoCloseable {
  private final Catalogue catalogue;
  private final SharedIndexInformer<Function> functions;
  private final SharedIndexInformer<FunctionRuntime> runtimes;
  private final BlockingQueue<FunctionId> changed = new LinkedBlockingQueue<>();
  private final Thread thread;

  FunctionWatch(KubernetesClient kubernetes, Catalogue catalogue) {
    this.catalogue = catalogue;
    functions = kubernetes.resources(Function.class).inAnyNamespace().runnableInformer(0);
    runtimes = kubernetes.resources(FunctionRuntime.class).runnableInformer(0);
    thread = Thread.ofPlatform().daemon().name("functions").unstarted(this::follow);
  }

  /** Starts watching; the catalogue is as the API server is now when it returns. */
  void start() {
    // What was once seen stays valid while the API server is away.
    runtimes.exceptionHandler((started, problem) -> started);
    functions.exceptionHandler((started, problem) -> started);
    runtimes.run();
    functions.run();
    takeOver(functions.getStore().list().stream().map(FunctionWatch::id).toList());
    runtimes.addEventHandler(new RuntimeChanges());
    functions.addEventHandler(new FunctionChanges());
    thread.start();
  }

  private void follow() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Set<FunctionId> together = new HashSet<>();
        together.add(changed.take());
        changed.drainTo(together);
        takeOver(together);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeOver(Collection<FunctionId> ids) {
    catalogue.update(
        before -> {
          var after = new HashMap<>(before);
          for (FunctionId id : ids) {
            Function function =
                functions.getStore().getByKey(Cache.namespaceKeyFunc(id.namespace(), id.name()));
            if (function == null) {
              after.remove(id);
            } else {
              var declared =
                  new FunctionEntries.Declared(
                      id,
                      function.getMetadata().getGeneration(),
                      function.getSpec(),
                      function.getStatus());
              after.put(
                  id,
                  FunctionEntries.of(
                      declared, runtime(function.getSpec().runtime()), before.get(id)));
            }
          }
          return after;
        });
  }

  private FunctionRuntimeSpec runtime(String name) {
    FunctionRuntime runtime = name == null ? null : runtimes.getStore().getByKey(name);
    return runtime == null ? null : runtime.getSpec();
  }

  private static FunctionId id(Function function) {
    return new FunctionId(function.getMetadata().getNamespace(), function.getMetadata().getName());
  }

  @Override
  public void close() {
    functions.close();
    runtimes.close();
    thread.interrupt();
  }

  private final class FunctionChanges implements ResourceEventHandler<Function> {
    @Override
    public void onAdd(Function function) {
      changed.add(id(function));
    }

    @Override
    public void onUpdate(Function before, Function after) {
      changed.add(id(after));
    }

    @Override
    public void onDelete(Function function, boolean stale) {
      changed.add(id(function));
    }
  }

  private final class RuntimeChanges implements ResourceEventHandler<FunctionRuntime> {
    @Override
    public void onAdd(FunctionRuntime runtime) {
      usersOf(runtime);
    }

    @Override
    public void onUpdate(FunctionRuntime before, FunctionRuntime after) {
      usersOf(after);
    }

    @Override
    public void onDelete(FunctionRuntime runtime, boolean stale) {
      usersOf(runtime);
    }

    private void usersOf(FunctionRuntime runtime) {
      String name = runtime.getMetadata().getName();
      functions.getStore().list().stream()
          .filter(function -> name.equals(function.getSpec().runtime()))
          .forEach(function -> changed.add(id(function)));
    }
  }
}
