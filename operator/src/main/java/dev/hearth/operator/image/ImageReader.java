package dev.hearth.operator.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.crds.Architecture;
import dev.hearth.crds.FunctionCode;
import dev.hearth.operator.Sha256;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Reads an image's configuration from its registry, with the function's pull secret. */
public final class ImageReader {
  private static final String DOCKER_CONFIG = ".dockerconfigjson";
  private static final String INDEXES =
      "application/vnd.oci.image.index.v1+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json";
  private static final String MANIFESTS =
      "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient kubernetes;
  private final HttpClient http;
  private final Set<String> plainHttp;
  private final Duration timeout;

  /**
   * @param http follows no redirect
   * @param plainHttp registries that are read over plain HTTP, with or without their port
   */
  public ImageReader(
      KubernetesClient kubernetes, HttpClient http, Set<String> plainHttp, Duration timeout) {
    this.kubernetes = kubernetes;
    this.http = http;
    this.plainHttp = Set.copyOf(plainHttp);
    this.timeout = timeout;
  }

  /** What the image says. */
  public ImageConfig read(String namespace, FunctionCode.Image image, Architecture architecture)
      throws ImageException, InterruptedException {
    ImageReference reference = ImageReference.parse(image.uri());
    Optional<String> credentials = credentials(namespace, image.pullSecret(), reference);
    var registry =
        new Registry(http, reference, credentials, Registry.isOneOf(plainHttp, reference), timeout);
    byte[] found = registry.document("manifests", reference.version(), INDEXES + "," + MANIFESTS);
    JsonNode manifest = json(found);
    if (manifest.has("manifests")) {
      found = registry.document("manifests", ofArchitecture(manifest, architecture), MANIFESTS);
      manifest = json(found);
    }
    String config = manifest.path("config").path("digest").asText();
    if (!config.startsWith("sha256:")) {
      throw ImageException.invalid(image.uri() + " is not an image: its manifest has no config");
    }
    JsonNode document = json(registry.document("blobs", config, "*/*"));
    checkArchitecture(image.uri(), document, architecture);
    return ImageConfig.of("sha256:" + Sha256.hex(found), document);
  }

  private static void checkArchitecture(String uri, JsonNode document, Architecture wanted)
      throws ImageException {
    String is = document.path("architecture").asText(wanted.kubernetes());
    if (!is.equals(wanted.kubernetes())) {
      throw ImageException.invalid(uri + " is for " + is + ", not " + wanted.kubernetes());
    }
  }

  private static String ofArchitecture(JsonNode index, Architecture architecture)
      throws ImageException {
    for (JsonNode entry : index.path("manifests")) {
      JsonNode platform = entry.path("platform");
      if (platform.path("os").asText().equals("linux")
          && platform.path("architecture").asText().equals(architecture.kubernetes())) {
        return entry.path("digest").asText();
      }
    }
    throw ImageException.invalid("the image is not there for linux/" + architecture.kubernetes());
  }

  private Optional<String> credentials(String namespace, String name, ImageReference image)
      throws ImageException {
    if (name == null) {
      return Optional.empty();
    }
    Secret secret = kubernetes.secrets().inNamespace(namespace).withName(name).get();
    String config =
        secret == null || secret.getData() == null ? null : secret.getData().get(DOCKER_CONFIG);
    if (config == null) {
      throw ImageException.denied(
          "the Secret " + name + " does not exist or has no " + DOCKER_CONFIG);
    }
    try {
      return RegistryCredentials.basic(
          new String(Base64.getDecoder().decode(config), UTF_8), image);
    } catch (JsonProcessingException e) {
      throw ImageException.denied("the Secret " + name + " is no JSON: " + e.getOriginalMessage());
    }
  }

  private static JsonNode json(byte[] document) throws ImageException {
    try {
      return JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw ImageException.invalid(
          "the registry answers what is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The reference under which this very image is pulled for ever. */
  public static String pinned(String uri, String digest) {
    return ImageReference.pinned(uri, digest);
  }
}
