package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Account;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.FunctionRuntimeSpec;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps the catalogue as the API server's Functions, Runtimes and Accounts are. Changes that come
 * together are taken over together.
 */
final class FunctionWatch implements AutoCloseable {
  /** Stands for a change that is no function's. */
  private static final FunctionId NO_FUNCTION = new FunctionId("", "");

  private final Catalogue catalogue;
  private final SharedIndexInformer<Function> functions;
  private final SharedIndexInformer<FunctionRuntime> runtimes;
  private final SharedIndexInformer<Account> accounts;
  private final Map<FunctionId, Limits.Reservation> reserved = new HashMap<>();
  private final ChangedNames<FunctionId> changed = new ChangedNames<>("functions", this::takeOver);

  FunctionWatch(KubernetesClient kubernetes, Catalogue catalogue) {
    this.catalogue = catalogue;
    functions = kubernetes.resources(Function.class).inAnyNamespace().runnableInformer(0);
    functions.itemStore(new LeanStore<>(Lean::function));
    accounts = kubernetes.resources(Account.class).inAnyNamespace().runnableInformer(0);
    runtimes = kubernetes.resources(FunctionRuntime.class).runnableInformer(0);
  }

  /** Starts watching; the catalogue is as the API server is now when it returns. */
  void start() {
    // What was once seen stays valid while the API server is away.
    runtimes.exceptionHandler((started, problem) -> started);
    accounts.exceptionHandler((started, problem) -> started);
    functions.exceptionHandler((started, problem) -> started);
    runtimes.run();
    accounts.run();
    functions.run();
    takeOver(functions.getStore().list().stream().map(FunctionWatch::id).toList());
    runtimes.addEventHandler(new Changes<>(this::usersOf));
    accounts.addEventHandler(new Changes<>(account -> changed.add(NO_FUNCTION)));
    functions.addEventHandler(new Changes<>(function -> changed.add(id(function))));
    changed.start();
  }

  private void takeOver(Collection<FunctionId> ids) {
    takeOverLimits(ids);
    takeOverKeepAlives();
    catalogue.update(
        before -> {
          var after = new HashMap<>(before);
          for (FunctionId id : ids) {
            Function function = function(id);
            if (function == null) {
              after.remove(id);
            } else {
              after.put(
                  id, FunctionEntries.of(declared(id, function), this::runtime, before.get(id)));
            }
          }
          return after;
        });
  }

  private void takeOverLimits(Collection<FunctionId> ids) {
    for (FunctionId id : ids) {
      Function function = function(id);
      if (function == null || function.getSpec().reservedConcurrentExecutions() == null) {
        reserved.remove(id);
      } else {
        reserved.put(
            id,
            new Limits.Reservation(
                function.getSpec().reservedConcurrentExecutions(),
                Instant.parse(function.getMetadata().getCreationTimestamp())));
      }
    }
    var namespaces = new HashMap<String, Integer>();
    for (Account account : accounts.getStore().list()) {
      Integer limit = account.getSpec().concurrentExecutions();
      if (limit != null) {
        namespaces.put(account.getMetadata().getNamespace(), limit);
      }
    }
    var now = new Limits(namespaces, reserved);
    if (!now.equals(catalogue.limits())) {
      catalogue.limit(before -> now);
    }
  }

  private void takeOverKeepAlives() {
    var own = new HashMap<String, Duration>();
    for (FunctionRuntime runtime : runtimes.getStore().list()) {
      FunctionRuntimeSpec.Pool pool = runtime.getSpec().pool();
      if (pool != null && pool.keepAliveSeconds() != null) {
        own.put(runtime.getMetadata().getName(), Duration.ofSeconds(pool.keepAliveSeconds()));
      }
    }
    catalogue.keepAlives(own);
  }

  private Function function(FunctionId id) {
    return functions.getStore().getByKey(Cache.namespaceKeyFunc(id.namespace(), id.name()));
  }

  private static FunctionEntries.Declared declared(FunctionId id, Function function) {
    return new FunctionEntries.Declared(
        id, function.getMetadata().getGeneration(), function.getSpec(), function.getStatus());
  }

  private FunctionRuntimeSpec runtime(String name) {
    FunctionRuntime runtime = runtimes.getStore().getByKey(name);
    return runtime == null ? null : runtime.getSpec();
  }

  private static FunctionId id(Function function) {
    return new FunctionId(function.getMetadata().getNamespace(), function.getMetadata().getName());
  }

  @Override
  public void close() {
    functions.close();
    runtimes.close();
    accounts.close();
    changed.close();
  }

  private void usersOf(FunctionRuntime runtime) {
    // Only published versions may have it.
    changed.add(NO_FUNCTION);
    String name = runtime.getMetadata().getName();
    functions.getStore().list().stream()
        .filter(function -> name.equals(function.getSpec().runtime()))
        .forEach(function -> changed.add(id(function)));
  }
}
