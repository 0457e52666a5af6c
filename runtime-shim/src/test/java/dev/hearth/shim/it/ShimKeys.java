package dev.hearth.shim.it;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What a gateway and a sandbox know of each other from the sandbox's maker. */
public final class ShimKeys {
  private final String sandboxUid = UUID.randomUUID().toString();
  private final byte[] identityKey = new byte[32];
  private final KeyPair gateway;

  public ShimKeys() throws GeneralSecurityException {
    new SecureRandom().nextBytes(identityKey);
    gateway = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  public KeyPair gateway() {
    return gateway;
  }

  public String sandboxUid() {
    return sandboxUid;
  }

  public byte[] identityKey() {
    return identityKey.clone();
  }

  /** The variables that a shim is started with, on free ports. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("HEARTH_LISTEN", "127.0.0.1:0");
    environment.put("HEARTH_RUNTIME_API", "127.0.0.1:0");
    environment.put("HEARTH_SANDBOX_UID", sandboxUid);
    environment.put("HEARTH_IDENTITY_KEY", base64(identityKey));
    environment.put("HEARTH_GATEWAY_KEYS", base64(gateway.getPublic().getEncoded()));
    return environment;
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
