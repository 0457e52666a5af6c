package dev.hearth.operator.gateway;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Knows which gateways are ready, and tells when that changes. */
public final class GatewayDirectory implements ResourceEventHandler<EndpointSlice>, AutoCloseable {
  private static final String SERVICE = "kubernetes.io/service-name";

  private final SharedIndexInformer<EndpointSlice> slices;
  private final List<Consumer<Set<Gateway>>> listeners = new CopyOnWriteArrayList<>();
  private Set<Gateway> ready = Set.of();

  /** Watches the Service's EndpointSlices from {@link #start} on. */
  public GatewayDirectory(KubernetesClient kubernetes, String namespace, String service) {
    slices =
        kubernetes
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(namespace)
            .withLabel(SERVICE, service)
            .runnableInformer(0);
    slices.addEventHandler(this);
  }

  /** Starts watching; the gateways of this moment are known when it returns. */
  public void start() {
    slices.run();
    changed();
  }

  /** The ready gateways. */
  public synchronized Set<Gateway> ready() {
    return ready;
  }

  /** Has {@code listener} told of every change, on the thread that saw it. */
  public void onChange(Consumer<Set<Gateway>> listener) {
    listeners.add(listener);
  }

  @Override
  public void onAdd(EndpointSlice slice) {
    changed();
  }

  @Override
  public void onUpdate(EndpointSlice before, EndpointSlice after) {
    changed();
  }

  @Override
  public void onDelete(EndpointSlice slice, boolean finalStateUnknown) {
    changed();
  }

  private void changed() {
    Set<Gateway> now = GatewaySlices.ready(slices.getStore().list());
    synchronized (this) {
      if (now.equals(ready)) {
        return;
      }
      ready = now;
    }
    listeners.forEach(listener -> listener.accept(now));
  }

  @Override
  public void close() {
    slices.close();
  }
}
