package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.InternalApi;
import dev.hearth.crds.Ports;
import dev.hearth.gateway.function.ArtifactStore;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The other gateways, who may have code that this one lacks. */
final class Peers {
  private static final System.Logger LOG = System.getLogger(Peers.class.getName());
  private static final String SERVICE = "kubernetes.io/service-name";
  private static final String INTERNAL = "internal";
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final KubernetesClient kubernetes;
  private final Self self;
  private final ArtifactStore artifacts;
  private final InternalProof proof;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /**
   * Where gateways are found.
   *
   * @param pod this gateway's own, which is not asked
   */
  record Self(String namespace, String service, String pod) {}

  Peers(KubernetesClient kubernetes, Self self, ArtifactStore artifacts, InternalProof proof) {
    this.kubernetes = kubernetes;
    this.self = self;
    this.artifacts = artifacts;
    this.proof = proof;
  }

  /** Gets code from whichever of them has it; answers whether one had. */
  boolean fetch(String sha256) throws InterruptedException {
    for (URI peer : addresses()) {
      try {
        if (fetch(peer, sha256)) {
          return true;
        }
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "gateway {0} cannot be asked for code: {1}", peer, e);
      }
    }
    return false;
  }

  private boolean fetch(URI peer, String sha256) throws IOException, InterruptedException {
    String path = InternalApi.ARTIFACTS + sha256;
    HttpRequest request =
        proof.sign(HttpRequest.newBuilder(peer.resolve(path)), "GET", path).timeout(ANSWER).build();
    HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      return answer.statusCode() == 200
          && artifacts.putExpected(sha256, InternalServer.MAX_ARTIFACT, body);
    }
  }

  private List<URI> addresses() {
    try {
      return kubernetes
          .discovery()
          .v1()
          .endpointSlices()
          .inNamespace(self.namespace())
          .withLabel(SERVICE, self.service())
          .list()
          .getItems()
          .stream()
          .flatMap(this::addresses)
          .distinct()
          .toList();
    } catch (KubernetesClientException e) {
      LOG.log(System.Logger.Level.WARNING, "no other gateway can be found: {0}", e.getMessage());
      return List.of();
    }
  }

  private Stream<URI> addresses(EndpointSlice slice) {
    int port =
        orNone(slice.getPorts()).stream()
            .filter(p -> INTERNAL.equals(p.getName()))
            .map(EndpointPort::getPort)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(Ports.GATEWAY_INTERNAL);
    return orNone(slice.getEndpoints()).stream()
        .filter(e -> e.getTargetRef() == null || !self.pod().equals(e.getTargetRef().getName()))
        .map(Endpoint::getAddresses)
        .filter(addresses -> !addresses.isEmpty())
        .map(List::getFirst)
        .map(host -> "IPv6".equals(slice.getAddressType()) ? "[" + host + "]" : host)
        .map(host -> URI.create("http://" + host + ":" + port));
  }

  /** A slice that nobody is in has nulls. */
  private static <T> List<T> orNone(List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
