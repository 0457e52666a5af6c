package dev.hearth.operator.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.crds.FunctionCode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns each source of code that is a zip in the end into that zip. */
public final class CodeSources {
  private final KubernetesClient kubernetes;
  private final Download download;
  private final CodeLimits limits;
  private final S3Settings store;
  private final InstantSource clock;

  public CodeSources(
      KubernetesClient kubernetes,
      HttpClient http,
      CodeLimits limits,
      Duration timeout,
      S3Settings store,
      InstantSource clock) {
    this.kubernetes = kubernetes;
    this.download = new Download(http, limits, timeout);
    this.limits = limits;
    this.store = store;
    this.clock = clock;
  }

  /** The zip; whoever asks closes it. */
  public CodeArtifact fetch(String namespace, FunctionCode code)
      throws CodeException, InterruptedException {
    if (code.inline() != null) {
      return pack(bytes(code.inline()));
    }
    if (code.configMap() != null) {
      return pack(configMap(namespace, code.configMap().name()));
    }
    if (code.s3() != null) {
      return object(namespace, code.s3());
    }
    if (code.url() != null) {
      return url(code.url(), code.sha256());
    }
    throw CodeException.unsupported(
        "spec.code.folder and spec.code.zip are there in local mode only; on Kubernetes use"
            + " inline, configMap, s3, url or image");
  }

  private CodeArtifact pack(SortedMap<String, byte[]> files) throws CodeException {
    try {
      return CodeArtifact.of(new ByteArrayInputStream(StoredZip.of(files)), limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SortedMap<String, byte[]> configMap(String namespace, String name) throws CodeException {
    ConfigMap map = kubernetes.configMaps().inNamespace(namespace).withName(name).get();
    if (map == null) {
      throw CodeException.source("the ConfigMap " + name + " does not exist");
    }
    SortedMap<String, byte[]> files = bytes(orEmpty(map.getData()));
    orEmpty(map.getBinaryData())
        .forEach((key, value) -> files.put(key, Base64.getDecoder().decode(value)));
    if (files.isEmpty()) {
      throw CodeException.source("the ConfigMap " + name + " is empty");
    }
    return files;
  }

  private CodeArtifact object(String namespace, FunctionCode.S3 object)
      throws CodeException, InterruptedException {
    Optional<SigV4> signer =
        object.secret() == null
            ? Optional.empty()
            : Optional.of(signer(namespace, object.secret()));
    HttpRequest request = S3Request.of(object, store, signer, clock.instant());
    return download.of(request, "s3://" + object.bucket() + "/" + object.key());
  }

  private SigV4 signer(String namespace, String name) throws CodeException {
    Secret secret = kubernetes.secrets().inNamespace(namespace).withName(name).get();
    if (secret == null) {
      throw CodeException.source("the Secret " + name + " does not exist");
    }
    return new SigV4(
        value(secret, "accessKeyId"), value(secret, "secretAccessKey"), store.region());
  }

  private static String value(Secret secret, String key) throws CodeException {
    String value = orEmpty(secret.getData()).get(key);
    if (value == null) {
      throw CodeException.source(
          "the Secret " + secret.getMetadata().getName() + " has no key " + key);
    }
    return new String(Base64.getDecoder().decode(value), UTF_8).strip();
  }

  private CodeArtifact url(String url, String sha256) throws CodeException, InterruptedException {
    CodeArtifact artifact = download.of(HttpRequest.newBuilder(URI.create(url)).build(), url);
    if (artifact.sha256().equals(sha256)) {
      return artifact;
    }
    try {
      artifact.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw CodeException.source(
        "what stands at " + url + " has the sha256 " + artifact.sha256() + ", not " + sha256);
  }

  private static SortedMap<String, byte[]> bytes(Map<String, String> files) {
    var bytes = new TreeMap<String, byte[]>();
    files.forEach((name, text) -> bytes.put(name, text.getBytes(UTF_8)));
    return bytes;
  }

  private static Map<String, String> orEmpty(Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
