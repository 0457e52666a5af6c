package dev.hearth.crds;

/**
 * The Secret with the key pair by which gateways prove themselves to sandboxes, and operator and
 * gateways to each other. The operator makes it once, in its own namespace.
 */
public final class GatewayKeysSecret {
  public static final String NAME = "hearth-gateway-keys";

  /** Base64 of the Ed25519 private key in PKCS #8. */
  public static final String PRIVATE_KEY = "private";

  /** Base64 of the Ed25519 public key in X.509, as sandboxes take it. */
  public static final String PUBLIC_KEY = "public";

  private GatewayKeysSecret() {}
}
