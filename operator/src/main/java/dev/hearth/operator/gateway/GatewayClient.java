package dev.hearth.operator.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.crds.InternalApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Speaks to the internal API of gateways. */
public final class GatewayClient {
  /** No gateway has more to say: 100,000 claimed pods take about 4 MB. */
  static final int MAX_DEMAND = 8 * 1024 * 1024;

  /** Bytes; what is smaller is sent as fast as it is asked for. */
  private static final int WORTH_ASKING = 64 * 1024;

  private static final Duration VALID = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration UPLOAD = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final GatewayKeyPair keys;
  private final InstantSource clock;

  public GatewayClient(HttpClient http, GatewayKeyPair keys, InstantSource clock) {
    this.http = http;
    this.keys = keys;
    this.clock = clock;
  }

  /** Gives a gateway an artifact, unless it has it. */
  public void give(Gateway gateway, String sha256, Path zip)
      throws IOException, InterruptedException {
    String path = InternalApi.ARTIFACTS + sha256;
    if (Files.size(zip) > WORTH_ASKING) {
      HttpRequest head = request(gateway, "HEAD", path, "", BodyPublishers.noBody(), ANSWER);
      if (http.send(head, BodyHandlers.discarding()).statusCode() == 200) {
        return;
      }
    }
    HttpRequest put = request(gateway, "PUT", path, "", BodyPublishers.ofFile(zip), UPLOAD);
    int status = http.send(put, BodyHandlers.discarding()).statusCode();
    if (status / 100 != 2) {
      throw new IOException("gateway " + gateway.name() + " refuses the code with " + status);
    }
  }

  /** What a gateway wants, as soon as it is something else than {@code after} said. */
  public Demand demand(Gateway gateway, long after, Duration patience)
      throws IOException, InterruptedException {
    String query = "?after=" + after + "&waitMs=" + patience.toMillis();
    HttpRequest get =
        request(
            gateway,
            "GET",
            InternalApi.DEMAND,
            query,
            BodyPublishers.noBody(),
            patience.plus(ANSWER));
    HttpResponse<InputStream> answer = http.send(get, BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException(
            "gateway " + gateway.name() + " answers " + answer.statusCode() + " about demand");
      }
      byte[] json = body.readNBytes(MAX_DEMAND + 1);
      if (json.length > MAX_DEMAND) {
        throw new IOException("gateway " + gateway.name() + " says more than " + MAX_DEMAND + " B");
      }
      return JSON.readValue(json, Demand.class);
    }
  }

  private HttpRequest request(
      Gateway gateway,
      String method,
      String path,
      String query,
      BodyPublisher body,
      Duration timeout) {
    long expires = clock.instant().plus(VALID).toEpochMilli();
    return HttpRequest.newBuilder(URI.create(gateway.internal() + path + query))
        .method(method, body)
        .timeout(timeout)
        .header(InternalApi.EXPIRES, Long.toString(expires))
        .header(InternalApi.SIGNATURE, keys.sign(method, path, expires))
        .build();
  }
}
