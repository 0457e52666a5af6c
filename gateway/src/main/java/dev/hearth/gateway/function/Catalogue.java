package dev.hearth.gateway.function;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The functions that can be invoked now. Readers see one immutable snapshot per invocation; whoever
 * watches manifests or the API server replaces it.
 */
public final class Catalogue {
  /** What a function stands for: something to run, or a reason why it cannot. */
  public sealed interface Entry {
    /** The function can be invoked. */
    record Ready(FunctionVersion version) implements Entry {}

    /**
     * The function is being made ready; whoever invokes it waits a while.
     *
     * @param message what is still to come, for the caller
     */
    record Pending(String message) implements Entry {}

    /**
     * The function exists but cannot be invoked.
     *
     * @param reasonCode AWS's {@code StateReasonCode}, e.g. {@code InvalidZipFileException}, {@code
     *     InvalidRuntime}
     * @param message what is wrong and where, for the caller
     */
    record Failed(String reasonCode, String message) implements Entry {}
  }

  private final AtomicReference<Map<FunctionId, Entry>> snapshot = new AtomicReference<>(Map.of());
  private final AtomicReference<Map<FunctionId, Publications>> published =
      new AtomicReference<>(Map.of());
  private final AtomicReference<Limits> limits = new AtomicReference<>(Limits.NONE);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private final Duration lag;

  /** A catalogue that is never late. */
  public Catalogue() {
    this(Duration.ZERO);
  }

  /**
   * @param lag how long after it was declared a function may not be known here yet
   */
  public Catalogue(Duration lag) {
    this.lag = lag;
  }

  /** How long after it was declared a function may not be known here yet. */
  public Duration lag() {
    return lag;
  }

  /** Looks a function up. */
  public Optional<Entry> find(FunctionId id) {
    return Optional.ofNullable(snapshot.get().get(id));
  }

  /** Everything in the current snapshot, by function. */
  public Map<FunctionId, Entry> all() {
    return snapshot.get();
  }

  /** Replaces the snapshot by what {@code change} makes of it. */
  public void update(UnaryOperator<Map<FunctionId, Entry>> change) {
    snapshot.updateAndGet(before -> Map.copyOf(change.apply(before)));
    listeners.forEach(Runnable::run);
  }

  /** What was published of a function. */
  public Publications publications(FunctionId id) {
    return published.get().getOrDefault(id, Publications.NONE);
  }

  /** What was published, by function. */
  public Map<FunctionId, Publications> publications() {
    return published.get();
  }

  /** Every version that can be invoked. */
  public List<FunctionVersion> invokable() {
    var versions = new ArrayList<FunctionVersion>();
    snapshot
        .get()
        .forEach(
            (id, entry) -> {
              if (entry instanceof Entry.Ready(FunctionVersion latest)) {
                versions.add(latest);
              }
              versions.addAll(publications(id).versions().values());
            });
    return versions;
  }

  /** How many sandboxes are kept initialised of versions that can be invoked. */
  public Map<FunctionVersion, Integer> provisioned() {
    var provisioned = new HashMap<FunctionVersion, Integer>();
    for (FunctionVersion version : invokable()) {
      int wanted = publications(version.id()).provisioned().getOrDefault(version.version(), 0);
      if (wanted > 0) {
        provisioned.put(version, wanted);
      }
    }
    return provisioned;
  }

  /** Replaces what was published by what {@code change} makes of it. */
  public void publish(UnaryOperator<Map<FunctionId, Publications>> change) {
    published.updateAndGet(before -> Map.copyOf(change.apply(before)));
    listeners.forEach(Runnable::run);
  }

  /** How many invocations may run at one time. */
  public Limits limits() {
    return limits.get();
  }

  /** Replaces the limits by what {@code change} makes of them. */
  public void limit(UnaryOperator<Limits> change) {
    limits.updateAndGet(change);
    listeners.forEach(Runnable::run);
  }

  /** Has {@code listener} called after each change, on the thread that made it. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }
}
