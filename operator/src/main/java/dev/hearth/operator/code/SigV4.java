package dev.hearth.operator.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.operator.Sha256;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS's Signature Version 4 for a request to S3 without a body.
 *
 * @param accessKeyId names the key
 * @param secretAccessKey the key
 * @param region part of the signature's scope
 */
record SigV4(String accessKeyId, String secretAccessKey, String region) {
  /** SHA-256 of nothing, the digest of a request without a body. */
  static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int DAY = 8;

  /** The value of {@code x-amz-date}. */
  static String date(Instant now) {
    return TIME.format(now);
  }

  /**
   * The value of {@code Authorization}.
   *
   * @param path percent-encoded
   * @param query percent-encoded, its parameters in order
   * @param headers all that are signed, names in lower case, {@code host} and {@code x-amz-date}
   *     among them
   */
  String authorization(String path, String query, SortedMap<String, String> headers) {
    String names = String.join(";", headers.keySet());
    String lines =
        headers.entrySet().stream()
            .map(header -> header.getKey() + ":" + header.getValue() + "\n")
            .collect(Collectors.joining());
    String request = String.join("\n", "GET", path, query, lines, names, EMPTY);
    String date = headers.get("x-amz-date");
    String day = date.substring(0, DAY);
    String scope = day + "/" + region + "/s3/aws4_request";
    String toSign = String.join("\n", ALGORITHM, date, scope, Sha256.hex(request));
    byte[] key = hmac(("AWS4" + secretAccessKey).getBytes(UTF_8), day);
    key = hmac(hmac(hmac(key, region), "s3"), "aws4_request");
    String signature = HexFormat.of().formatHex(hmac(key, toSign));
    return ALGORITHM
        + " Credential="
        + accessKeyId
        + "/"
        + scope
        + ",SignedHeaders="
        + names
        + ",Signature="
        + signature;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  /** The key is nobody else's business. */
  @Override
  public String toString() {
    return accessKeyId;
  }
}
