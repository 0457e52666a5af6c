package dev.hearth.e2e.cluster;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A store of objects as S3 has them, and a registry of images, both in the cluster. */
public final class Props {
  private static final long READY_LIMIT_S = 60;
  private static final int STORE_PORT = 9090;
  private static final int REGISTRY_PORT = 5000;
  private static final String STORE_SCRIPT = "store.py";

  private final HttpClient http = HttpClient.newHttpClient();
  private final PodResource store;
  private final String imageFunction;

  private Props(KubernetesClient kubernetes, String namespace, Images images)
      throws IOException, InterruptedException {
    kubernetes
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("store")
                .withNamespace(namespace)
                .endMetadata()
                .addToData(STORE_SCRIPT, resource(STORE_SCRIPT))
                .build())
        .create();
    String yaml =
        resource("props.yaml")
            .replace("${python}", images.reference("python"))
            .replace("${registry}", images.reference("registry"));
    kubernetes.load(stream(yaml)).inNamespace(namespace).create();
    store = kubernetes.pods().inNamespace(namespace).withName("store");
    PodResource registry = kubernetes.pods().inNamespace(namespace).withName("registry");
    registry.waitUntilReady(READY_LIMIT_S, TimeUnit.SECONDS);
    try (LocalPortForward forward = registry.portForward(REGISTRY_PORT)) {
      new RegistryPush(http, uri(forward, "/")).push(Images.tar("image-function"));
    }
    imageFunction = images.reference("image-function");
    store.waitUntilReady(READY_LIMIT_S, TimeUnit.SECONDS);
  }

  static Props in(KubernetesClient kubernetes, String namespace, Images images)
      throws IOException, InterruptedException {
    return new Props(kubernetes, namespace, images);
  }

  /** The image of a function that greets; it is in the registry, and in the nodes. */
  public String imageFunction() {
    return imageFunction;
  }

  /** Puts a file into the store, where functions name it by bucket and key. */
  public void store(String bucket, String key, Path file) throws IOException, InterruptedException {
    try (LocalPortForward forward = store.portForward(STORE_PORT)) {
      var request =
          HttpRequest.newBuilder(uri(forward, "/" + bucket + "/" + key))
              .PUT(BodyPublishers.ofFile(file))
              .build();
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("the store answers " + answer.statusCode() + ": " + answer.body());
      }
    }
  }

  private static URI uri(LocalPortForward forward, String path) {
    return URI.create("http://127.0.0.1:" + forward.getLocalPort() + path);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String resource(String name) {
    try (InputStream stream = Props.class.getResourceAsStream("/dev/hearth/e2e/" + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
