package dev.hearth.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** Brings an image from an OCI tar to a registry, byte for byte, so that its digest stays. */
final class RegistryPush {
  private static final String BLOBS = "blobs/sha256/";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String REPOSITORY = "v2/hello/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI registry;

  RegistryPush(HttpClient http, URI registry) {
    this.http = http;
    this.registry = registry;
  }

  void push(Path tar) throws IOException, InterruptedException {
    Map<String, byte[]> files = read(tar);
    String digest = JSON.readTree(files.get("index.json")).at("/manifests/0/digest").asText();
    byte[] manifest = blob(files, digest);
    JsonNode parts = JSON.readTree(manifest);
    upload(files, parts.at("/config/digest").asText());
    for (JsonNode layer : parts.path("layers")) {
      upload(files, layer.path("digest").asText());
    }
    put(registry.resolve("/" + REPOSITORY + "manifests/" + digest), MANIFEST, manifest);
  }

  private void upload(Map<String, byte[]> files, String digest)
      throws IOException, InterruptedException {
    var begin =
        HttpRequest.newBuilder(registry.resolve("/" + REPOSITORY + "blobs/uploads/"))
            .POST(BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer = http.send(begin, BodyHandlers.ofString());
    URI place = URI.create(answer.headers().firstValue("location").orElseThrow());
    String query = place.getRawQuery() + "&digest=" + digest;
    put(
        registry.resolve(place.getRawPath() + "?" + query),
        "application/octet-stream",
        blob(files, digest));
  }

  private void put(URI uri, String type, byte[] content) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(content))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IOException("the registry answers " + answer.statusCode() + ": " + answer.body());
    }
  }

  private static byte[] blob(Map<String, byte[]> files, String digest) {
    return files.get(BLOBS + digest.substring("sha256:".length()));
  }

  private static Map<String, byte[]> read(Path tar) throws IOException {
    var files = new HashMap<String, byte[]>();
    try (var archive = new TarFile(tar.toRealPath())) {
      for (TarArchiveEntry entry : archive.getEntries()) {
        try (var content = archive.getInputStream(entry)) {
          files.put(entry.getName(), content.readAllBytes());
        }
      }
    }
    return files;
  }
}
