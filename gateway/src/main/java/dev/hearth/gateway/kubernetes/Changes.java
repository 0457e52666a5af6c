package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/** Hears of every change alike. */
record Changes<T>(Consumer<T> about) implements ResourceEventHandler<T> {
  @Override
  public void onAdd(T added) {
    about.accept(added);
  }

  @Override
  public void onUpdate(T before, T after) {
    about.accept(after);
  }

  @Override
  public void onDelete(T deleted, boolean stale) {
    about.accept(deleted);
  }
}
