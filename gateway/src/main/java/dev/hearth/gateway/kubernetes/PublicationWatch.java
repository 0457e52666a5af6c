package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Alias;
import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.FunctionRuntimeSpec;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Publications;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Keeps what the catalogue says was published as the API server's FunctionVersions and Aliases are.
 * In which order they come makes no difference.
 */
final class PublicationWatch implements AutoCloseable {
  private static final String BY_FUNCTION = "function";

  private final Catalogue catalogue;
  private final SharedIndexInformer<PublishedVersion> versions;
  private final SharedIndexInformer<Alias> aliases;
  private final SharedIndexInformer<FunctionRuntime> runtimes;
  private final ChangedNames<FunctionId> changed =
      new ChangedNames<>("publications", this::takeOver);

  PublicationWatch(KubernetesClient kubernetes, Catalogue catalogue) {
    this.catalogue = catalogue;
    versions = kubernetes.resources(PublishedVersion.class).inAnyNamespace().runnableInformer(0);
    versions.itemStore(new LeanStore<>(Lean::version));
    versions.addIndexers(Map.of(BY_FUNCTION, version -> List.of(function(version).toString())));
    aliases = kubernetes.resources(Alias.class).inAnyNamespace().runnableInformer(0);
    aliases.itemStore(new LeanStore<>(Lean::alias));
    aliases.addIndexers(Map.of(BY_FUNCTION, alias -> List.of(function(alias).toString())));
    runtimes = kubernetes.resources(FunctionRuntime.class).runnableInformer(0);
  }

  /** Starts watching; the catalogue is as the API server is now when it returns. */
  void start() {
    // What was once seen stays valid while the API server is away.
    runtimes.exceptionHandler((started, problem) -> started);
    versions.exceptionHandler((started, problem) -> started);
    aliases.exceptionHandler((started, problem) -> started);
    runtimes.run();
    versions.run();
    aliases.run();
    var all = new HashSet<FunctionId>();
    versions.getStore().list().forEach(version -> all.add(function(version)));
    aliases.getStore().list().forEach(alias -> all.add(function(alias)));
    takeOver(all);
    runtimes.addEventHandler(new Changes<>(this::usersOf));
    versions.addEventHandler(new Changes<>(version -> changed.add(function(version))));
    aliases.addEventHandler(new Changes<>(alias -> changed.add(function(alias))));
    changed.start();
  }

  private void takeOver(Collection<FunctionId> functions) {
    var after = new HashMap<>(catalogue.publications());
    for (FunctionId function : functions) {
      Publications now =
          PublicationEntries.of(
              function,
              versions.getIndexer().byIndex(BY_FUNCTION, function.toString()),
              aliases.getIndexer().byIndex(BY_FUNCTION, function.toString()),
              this::runtime);
      if (now.equals(Publications.NONE)) {
        after.remove(function);
      } else {
        after.put(function, now);
      }
    }
    if (!after.equals(catalogue.publications())) {
      catalogue.publish(_ -> after);
    }
  }

  private FunctionRuntimeSpec runtime(String name) {
    FunctionRuntime runtime = runtimes.getStore().getByKey(name);
    return runtime == null ? null : runtime.getSpec();
  }

  private void usersOf(FunctionRuntime runtime) {
    String name = runtime.getMetadata().getName();
    versions.getStore().list().stream()
        .filter(version -> version.getSpec().published() != null)
        .filter(version -> name.equals(version.getSpec().published().function().runtime()))
        .forEach(version -> changed.add(function(version)));
  }

  private static FunctionId function(PublishedVersion version) {
    return id(version, version.getSpec().functionName());
  }

  private static FunctionId function(Alias alias) {
    return id(alias, alias.getSpec().functionName());
  }

  private static FunctionId id(HasMetadata one, String function) {
    return new FunctionId(one.getMetadata().getNamespace(), function);
  }

  @Override
  public void close() {
    versions.close();
    aliases.close();
    runtimes.close();
    changed.close();
  }
}
