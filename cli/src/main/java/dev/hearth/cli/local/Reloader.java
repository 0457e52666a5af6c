package dev.hearth.cli.local;

import dev.hearth.cli.code.Fingerprint;
import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.Catalogue.Entry;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;

/**
 * Keeps the catalogue as the manifests and their code are now. What cannot be loaded leaves the
 * version before it serving. A change counts when it was the same at two looks, so that files that
 * are being written are left alone.
 */
final class Reloader {
  private final Workspace workspace;
  private final FunctionLoader loader;
  private final Catalogue catalogue;
  private final Announcer announcer;
  private final Publisher publisher;
  private final Map<String, Fingerprint> lastSeen = new HashMap<>();
  private final Map<String, Fingerprint> handled = new ConcurrentHashMap<>();
  private final Map<String, Path> files = new HashMap<>();
  private final Set<String> loading = ConcurrentHashMap.newKeySet();
  private final Phaser running = new Phaser(1);

  Reloader(Workspace workspace, FunctionLoader loader, Catalogue catalogue, Announcer announcer) {
    this.workspace = workspace;
    this.loader = loader;
    this.catalogue = catalogue;
    this.announcer = announcer;
    this.publisher = new Publisher(catalogue, announcer);
  }

  /** Loads everything that is there and waits for it. Answers what was declared. */
  List<Declared.OfFunction> loadAll() throws InterruptedException {
    List<Declared> declared = workspace.look();
    List<Declared.OfFunction> functions = functions(declared);
    drop(functions);
    limit(declared);
    functions.forEach(one -> handle(one, print(one)));
    awaitLoads();
    publisher.look(declared, _ -> true);
    return functions;
  }

  /** One look: starts loading what has settled since the last one, and drops what is gone. */
  void look() {
    List<Declared> declared = workspace.look();
    List<Declared.OfFunction> functions = functions(declared);
    drop(functions);
    limit(declared);
    var seen = new HashMap<String, Fingerprint>();
    for (Declared.OfFunction one : functions) {
      Fingerprint print = print(one);
      seen.put(one.key(), print);
      boolean settled = print.equals(lastSeen.get(one.key()));
      boolean changed = !print.equals(handled.get(one.key()));
      if (settled && changed && !loading.contains(one.key())) {
        handle(one, print);
      }
    }
    handled.keySet().retainAll(seen.keySet());
    lastSeen.clear();
    lastSeen.putAll(seen);
    publisher.look(
        declared,
        name -> !loading.contains(name) && Objects.equals(seen.get(name), handled.get(name)));
  }

  private static List<Declared.OfFunction> functions(List<Declared> declared) {
    return declared.stream()
        .filter(Declared.OfFunction.class::isInstance)
        .map(Declared.OfFunction.class::cast)
        .toList();
  }

  private void limit(List<Declared> declared) {
    Limits before = catalogue.limits();
    Limits now = DeclaredLimits.of(declared, before);
    if (!now.equals(before)) {
      catalogue.limit(_ -> now);
    }
  }

  /** Waits until nothing is being loaded. */
  void awaitLoads() throws InterruptedException {
    running.awaitAdvanceInterruptibly(running.arrive());
  }

  private void handle(Declared.OfFunction declared, Fingerprint print) {
    handled.put(declared.key(), print);
    switch (declared) {
      case Declared.Bad bad -> refuse(bad);
      case Declared.Good good -> {
        loading.add(good.key());
        running.register();
        Thread.ofVirtual().start(() -> load(good));
      }
    }
  }

  private void load(Declared.Good declared) {
    try {
      put(declared, loader.load(declared));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      loading.remove(declared.key());
      running.arriveAndDeregister();
    }
  }

  private void put(Declared.Good declared, Entry entry) {
    String name = declared.name();
    Entry before = catalogue.find(id(name)).orElse(null);
    switch (entry) {
      case Entry.Failed(_, String message) when before instanceof Entry.Ready ->
          announcer.kept(name, message);
      case Entry.Failed(_, String message) -> {
        replace(name, entry);
        announcer.failed(name, message);
      }
      case Entry.Pending _ -> throw new IllegalStateException("loading ends with a result");
      case Entry.Ready(var version) -> {
        replace(name, entry);
        announcer.loaded(version, !entry.equals(before), before != null);
      }
    }
  }

  private void refuse(Declared.Bad bad) {
    String reasons = String.join("\n", bad.reasons());
    boolean serving =
        !bad.name().isEmpty() && catalogue.find(id(bad.name())).orElse(null) instanceof Entry.Ready;
    if (!bad.name().isEmpty() && !serving) {
      replace(bad.name(), new Entry.Failed("InvalidConfiguration", reasons));
    }
    announcer.refused(bad.file(), bad.name(), reasons, serving);
  }

  /** A function goes with its manifest, unless that is there and cannot be read just now. */
  private void drop(List<Declared.OfFunction> declared) {
    var names = new HashSet<String>();
    var unreadable = new HashSet<Path>();
    for (Declared.OfFunction one : declared) {
      if (one.name().isEmpty()) {
        unreadable.add(one.file());
      } else {
        names.add(one.name());
        files.put(one.name(), one.file());
      }
    }
    for (FunctionId id : catalogue.all().keySet()) {
      String name = id.name();
      if (!names.contains(name)
          && !unreadable.contains(files.get(name))
          && !loading.contains(name)) {
        files.remove(name);
        replace(name, null);
        loader.unload(name);
        announcer.removed(name);
      }
    }
  }

  private void replace(String name, Entry entry) {
    catalogue.update(
        before -> {
          var after = new HashMap<>(before);
          if (entry == null) {
            after.remove(id(name));
          } else {
            after.put(id(name), entry);
          }
          return after;
        });
  }

  private static FunctionId id(String name) {
    return new FunctionId(Accounts.LOCAL_NAMESPACE, name);
  }

  private static Fingerprint print(Declared.OfFunction declared) {
    return switch (declared) {
      case Declared.Good good -> FunctionLoader.inputs(good);
      case Declared.Bad bad -> Fingerprint.NONE.and(bad.reasons());
    };
  }
}
