package dev.hearth.crds;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A gateway's internal API, for the operator and for other gateways. Every request has an expiry
 * and an Ed25519 signature over {@link #message} by the key of {@link GatewayKeysSecret}.
 */
public final class InternalApi {
  /** Unix time in milliseconds after which the request is refused. */
  public static final String EXPIRES = "Hearth-Expires";

  /** Base64 of the signature. */
  public static final String SIGNATURE = "Hearth-Signature";

  /** Before an artifact's digest: PUT stores it, HEAD tells whether it is there, GET reads it. */
  public static final String ARTIFACTS = "/internal/artifacts/";

  /** GET answers what is wanted of the operator, as soon as that has changed. */
  public static final String DEMAND = "/internal/demand";

  private InternalApi() {}

  /**
   * What is signed.
   *
   * @param path without the query
   */
  public static byte[] message(String method, String path, long expiresMs) {
    return String.join("\n", "hearth-internal-1", method, path, Long.toString(expiresMs))
        .getBytes(UTF_8);
  }
}
