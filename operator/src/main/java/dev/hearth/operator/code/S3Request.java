package dev.hearth.operator.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.crds.FunctionCode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/** Asks for an object of an S3-compatible store. */
final class S3Request {
  private static final String UNRESERVED = "-_.~/";

  private S3Request() {}

  static HttpRequest of(
      FunctionCode.S3 object, S3Settings store, Optional<SigV4> signer, Instant now) {
    String path = "/" + encode(object.bucket(), "-_.~") + "/" + encode(object.key(), UNRESERVED);
    String query =
        object.objectVersion() == null ? "" : "versionId=" + encode(object.objectVersion(), "-_.~");
    URI endpoint = store.endpoint();
    URI uri = URI.create(origin(endpoint) + path + (query.isEmpty() ? "" : "?" + query));
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
    signer.ifPresent(
        signs -> {
          var headers = new TreeMap<String, String>();
          headers.put("host", endpoint.getAuthority());
          headers.put("x-amz-content-sha256", SigV4.EMPTY);
          headers.put("x-amz-date", SigV4.date(now));
          request.header("x-amz-content-sha256", SigV4.EMPTY);
          request.header("x-amz-date", SigV4.date(now));
          request.header("Authorization", signs.authorization(path, query, headers));
        });
    return request.build();
  }

  private static String origin(URI endpoint) {
    return endpoint.getScheme() + "://" + endpoint.getAuthority();
  }

  /** Percent-encodes as S3 wants it in a signature: a space is %20, and a slash may stay. */
  private static String encode(String text, String kept) {
    var encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || kept.indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", b & 0xff));
    }
    return encoded.toString();
  }
}
