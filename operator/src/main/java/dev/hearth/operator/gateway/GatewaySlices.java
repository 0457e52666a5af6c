package dev.hearth.operator.gateway;

import dev.hearth.crds.Ports;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the ready gateways from the EndpointSlices of their Service. */
final class GatewaySlices {
  private static final String INTERNAL = "internal";

  private GatewaySlices() {}

  static Set<Gateway> ready(Collection<EndpointSlice> slices) {
    return slices.stream().flatMap(GatewaySlices::ready).collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<Gateway> ready(EndpointSlice slice) {
    int port =
        orNone(slice.getPorts()).stream()
            .filter(p -> INTERNAL.equals(p.getName()))
            .map(EndpointPort::getPort)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(Ports.GATEWAY_INTERNAL);
    return orNone(slice.getEndpoints()).stream()
        .filter(
            e -> e.getConditions() == null || !Boolean.FALSE.equals(e.getConditions().getReady()))
        .filter(e -> !e.getAddresses().isEmpty())
        .map(e -> gateway(e, slice.getAddressType(), port));
  }

  /** A slice that nobody is in has nulls. */
  private static <T> List<T> orNone(List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }

  private static Gateway gateway(Endpoint endpoint, String type, int port) {
    String address = endpoint.getAddresses().getFirst();
    String host = "IPv6".equals(type) ? "[" + address + "]" : address;
    String name = endpoint.getTargetRef() == null ? host : endpoint.getTargetRef().getName();
    return new Gateway(name, URI.create("http://" + host + ":" + port));
  }
}
