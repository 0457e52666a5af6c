package dev.hearth.gateway.kubernetes;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Has changes taken over behind, on one thread, those together that have come meanwhile. Only the
 * names wait of what has changed, each once, so that there are never more than there are names.
 */
final class ChangedNames<T> implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ChangedNames.class.getName());

  private final Consumer<Set<T>> takeOver;
  private final Thread thread;
  private Set<T> changed = new LinkedHashSet<>();

  /**
   * @param takeOver looks up how these are now
   */
  ChangedNames(String what, Consumer<Set<T>> takeOver) {
    this.takeOver = takeOver;
    thread = Thread.ofPlatform().daemon().name(what).unstarted(this::follow);
  }

  void start() {
    thread.start();
  }

  synchronized void add(T name) {
    changed.add(name);
    notifyAll();
  }

  /** How many wait. */
  synchronized int size() {
    return changed.size();
  }

  private void follow() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        takeOver(next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Set<T> next() throws InterruptedException {
    while (changed.isEmpty()) {
      wait();
    }
    Set<T> together = changed;
    changed = new LinkedHashSet<>();
    return together;
  }

  /** One that cannot be taken over keeps no other back. */
  private void takeOver(Set<T> together) {
    try {
      takeOver.accept(together);
    } catch (RuntimeException e) {
      if (together.size() == 1) {
        LOG.log(System.Logger.Level.ERROR, "a change of " + together + " is left out", e);
      } else {
        together.forEach(one -> takeOver(Set.of(one)));
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
