package dev.hearth.operator.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.operator.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One exchange with one registry: documents by the OCI distribution API, with the token that the
 * registry asks for. Not safe for use by several threads.
 */
final class Registry {
  /** No manifest or configuration of a sane image is larger. */
  static final int MAX_DOCUMENT = 4 * 1024 * 1024;

  private static final int MAX_REDIRECTS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CHALLENGE_PART = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpClient http;
  private final ImageReference image;
  private final Optional<String> basic;
  private final String scheme;
  private final Duration timeout;
  private Optional<String> authorization = Optional.empty();

  /**
   * @param http follows no redirect: credentials must not go where one leads
   * @param basic credentials for {@code Authorization: Basic}
   */
  Registry(
      HttpClient http,
      ImageReference image,
      Optional<String> basic,
      boolean plainHttp,
      Duration timeout) {
    this.http = http;
    this.image = image;
    this.basic = basic;
    this.scheme = plainHttp ? "http" : "https";
    this.timeout = timeout;
  }

  /**
   * A document of the image's repository.
   *
   * @param kind {@code manifests} or {@code blobs}
   * @param version a tag or a digest; a digest is verified
   */
  byte[] document(String kind, String version, String accept)
      throws ImageException, InterruptedException {
    URI uri =
        URI.create(
            scheme
                + "://"
                + image.registry()
                + "/v2/"
                + image.repository()
                + "/"
                + kind
                + "/"
                + version);
    byte[] document = get(uri, accept);
    if (version.startsWith("sha256:") && !version.equals("sha256:" + Sha256.hex(document))) {
      throw ImageException.invalid(uri + " is not what its digest says");
    }
    return document;
  }

  private byte[] get(URI uri, String accept) throws ImageException, InterruptedException {
    try {
      HttpResponse<InputStream> answer = send(uri, accept, authorization);
      if (answer.statusCode() == 401 && authorization.isEmpty()) {
        answer.body().close();
        authorization = Optional.of(authorize(answer));
        answer = send(uri, accept, authorization);
      }
      for (int i = 0; i < MAX_REDIRECTS && REDIRECTS.contains(answer.statusCode()); i++) {
        answer.body().close();
        URI next = uri.resolve(answer.headers().firstValue("location").orElse(""));
        boolean downgraded = scheme.equals("https") && !"https".equals(next.getScheme());
        if (downgraded) {
          throw ImageException.invalid(uri + " leads to " + next + ", which is not https");
        }
        answer = send(next, accept, Optional.empty());
      }
      try (InputStream body = answer.body()) {
        return read(uri, answer.statusCode(), body);
      }
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw ImageException.invalid("the registry of the image cannot be read: " + uri + ": " + why);
    }
  }

  private static byte[] read(URI uri, int status, InputStream body)
      throws IOException, ImageException {
    if (status == 401 || status == 403) {
      throw ImageException.denied("the registry refuses " + uri + " with " + status);
    }
    if (status != 200) {
      throw ImageException.invalid(uri + " answers " + status);
    }
    byte[] document = body.readNBytes(MAX_DOCUMENT + 1);
    if (document.length > MAX_DOCUMENT) {
      throw ImageException.invalid(uri + " has more than " + MAX_DOCUMENT + " bytes");
    }
    return document;
  }

  private HttpResponse<InputStream> send(URI uri, String accept, Optional<String> credentials)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(timeout).header("Accept", accept);
    credentials.ifPresent(value -> request.header("Authorization", value));
    return http.send(request.build(), BodyHandlers.ofInputStream());
  }

  private String authorize(HttpResponse<InputStream> refused)
      throws IOException, ImageException, InterruptedException {
    String challenge = refused.headers().firstValue("www-authenticate").orElse("");
    Optional<String> ours = basic.map(pair -> "Basic " + pair);
    if (!challenge.regionMatches(true, 0, "Bearer", 0, "Bearer".length())) {
      return ours.orElseThrow(
          () ->
              ImageException.denied("the registry wants credentials and there is no pull secret"));
    }
    Map<String, String> parts =
        CHALLENGE_PART
            .matcher(challenge)
            .results()
            .collect(Collectors.toMap(part -> part.group(1), part -> part.group(2), (a, _) -> a));
    URI realm = URI.create(parts.getOrDefault("realm", ""));
    if (scheme.equals("https") && !"https".equals(realm.getScheme())) {
      throw ImageException.invalid("the registry sends credentials to " + realm + ", not https");
    }
    String query =
        "service="
            + encode(parts.getOrDefault("service", ""))
            + "&scope="
            + encode("repository:" + image.repository() + ":pull");
    HttpResponse<InputStream> answer =
        send(URI.create(realm + (realm.getQuery() == null ? "?" : "&") + query), "*/*", ours);
    try (InputStream body = answer.body()) {
      JsonNode token = JSON.readTree(read(realm, answer.statusCode(), body));
      return "Bearer " + token.path("token").asText(token.path("access_token").asText());
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /** Whether this text names a registry that is read over plain HTTP. */
  static boolean isOneOf(Set<String> plainHttp, ImageReference image) {
    String host = image.registry().replaceFirst(":[0-9]+$", "");
    return plainHttp.contains(image.registry()) || plainHttp.contains(host);
  }
}
