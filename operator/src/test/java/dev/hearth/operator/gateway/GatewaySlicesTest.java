package dev.hearth.operator.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatewaySlicesTest {
  @Test
  void ready_endpoints_are_gateways_at_the_internal_port() {
    EndpointSlice slice =
        Serialization.unmarshal(
            """
            addressType: IPv4
            ports: [{name: api, port: 8080}, {name: internal, port: 8082}]
            endpoints:
            - {addresses: [10.0.0.1], conditions: {ready: true}, targetRef: {name: gateway-0}}
            - {addresses: [10.0.0.2], conditions: {ready: false}, targetRef: {name: gateway-1}}
            """,
            EndpointSlice.class);
    assertEquals(
        Set.of(new Gateway("gateway-0", URI.create("http://10.0.0.1:8082"))),
        GatewaySlices.ready(List.of(slice)));
  }

  @Test
  void a_slice_that_nobody_is_in_has_no_gateway() {
    EndpointSlice slice =
        Serialization.unmarshal(
            """
            addressType: IPv4
            ports: null
            endpoints: null
            """,
            EndpointSlice.class);
    assertEquals(Set.of(), GatewaySlices.ready(List.of(slice)));
  }
}
