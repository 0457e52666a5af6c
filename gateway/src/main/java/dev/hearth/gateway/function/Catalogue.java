package dev.hearth.gateway.function;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
  private final AtomicReference<Published> published =
      new AtomicReference<>(new Published(Map.of(), Map.of()));
  private final AtomicReference<Limits> limits = new AtomicReference<>(Limits.NONE);
  private final AtomicReference<Map<String, Duration>> keepAlives = new AtomicReference<>(Map.of());
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Whoever a catalogue that may be late has its functions from. */
  public interface Source {
    /** Whether a function is declared at this moment; fails where that cannot be told now. */
    CompletionStage<Boolean> declares(FunctionId id);
  }

  private final Duration lag;
  private final Source source;

  /**
   * What was published of every function.
   *
   * @param declared as it is to be
   * @param served as invocations see it, by the same functions
   */
  private record Published(
      Map<FunctionId, Publications> declared, Map<FunctionId, Publications> served) {
    Published declare(Map<FunctionId, Publications> now) {
      var visible = new HashMap<FunctionId, Publications>();
      now.forEach(
          (id, one) -> visible.put(id, one.heldAt(served.getOrDefault(id, Publications.NONE))));
      return new Published(Map.copyOf(now), Map.copyOf(visible));
    }

    Published turn(FunctionId id, String alias) {
      AliasRoute route = declared.getOrDefault(id, Publications.NONE).aliases().get(alias);
      var visible = new HashMap<>(served);
      visible.computeIfPresent(id, (same, before) -> before.leading(alias, route));
      return route == null ? this : new Published(declared, Map.copyOf(visible));
    }
  }

  /** A catalogue that is never late. */
  public Catalogue() {
    this(Duration.ZERO, id -> CompletableFuture.completedStage(false));
  }

  /**
   * @param lag how long after it was declared a function may not be known here yet
   * @param source tells sooner that there is none
   */
  public Catalogue(Duration lag, Source source) {
    this.lag = lag;
    this.source = source;
  }

  /** How long after it was declared a function may not be known here yet. */
  public Duration lag() {
    return lag;
  }

  /** Whether a function is declared that may not be known here yet. */
  public CompletionStage<Boolean> declares(FunctionId id) {
    return source.declares(id);
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
    return publications().getOrDefault(id, Publications.NONE);
  }

  /** What was published, by function. */
  public Map<FunctionId, Publications> publications() {
    return published.get().declared();
  }

  /**
   * What was published of a function as invocations see it: an alias leads where it led before
   * until there are the versions that it is to lead to, and one for which sandboxes are kept until
   * {@link #turn}.
   */
  public Publications served(FunctionId id) {
    return published.get().served().getOrDefault(id, Publications.NONE);
  }

  /** Has invocations follow an alias to where it is declared to lead. */
  public void turn(FunctionId id, String alias) {
    published.updateAndGet(before -> before.turn(id, alias));
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

  /** Replaces what was published by what {@code change} makes of it. */
  public void publish(UnaryOperator<Map<FunctionId, Publications>> change) {
    published.updateAndGet(before -> before.declare(change.apply(before.declared())));
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

  /** How long idle sandboxes are kept, by the runtimes that have their own time. */
  public Map<String, Duration> keepAlives() {
    return keepAlives.get();
  }

  /** Replaces these times. */
  public void keepAlives(Map<String, Duration> now) {
    if (!keepAlives.getAndSet(Map.copyOf(now)).equals(now)) {
      listeners.forEach(Runnable::run);
    }
  }

  /** Has {@code listener} called after each change, on the thread that made it. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }
}
