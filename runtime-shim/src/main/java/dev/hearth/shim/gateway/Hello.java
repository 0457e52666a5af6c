package dev.hearth.shim.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The proofs of hello: a gateway's signature over our nonce, and our own code over the same nonce.
 * A hostile function finds only public keys of gateways here.
 */
final class Hello {
  static final Duration LONGEST_VALIDITY = Duration.ofSeconds(60);

  private static final int BLOCK_BYTES = 64;

  private final String sandboxUid;
  private final byte[] identityKey;
  private final List<PublicKey> gatewayKeys;

  /**
   * @throws GeneralSecurityException where a key is none
   */
  Hello(String sandboxUid, ByteBuffer identityKey, List<byte[]> gatewayKeys)
      throws GeneralSecurityException {
    this.sandboxUid = sandboxUid;
    this.identityKey = new byte[identityKey.remaining()];
    identityKey.duplicate().get(this.identityKey);
    this.gatewayKeys = new ArrayList<>();
    KeyFactory keys = KeyFactory.getInstance("Ed25519");
    for (byte[] key : gatewayKeys) {
      this.gatewayKeys.add(keys.generatePublic(new X509EncodedKeySpec(key)));
    }
  }

  /** Whether a gateway signed this, for this sandbox and nonce, and the signature still holds. */
  boolean isGateway(String nonce, String epoch, String expires, String signature, long nowMs) {
    try {
      long expiresMs = Long.parseLong(expires);
      if (expiresMs <= nowMs || expiresMs > nowMs + LONGEST_VALIDITY.toMillis()) {
        return false;
      }
      byte[] proof = Base64.getDecoder().decode(signature);
      byte[] signed =
          ("hearth-hello-1\n" + sandboxUid + "\n" + nonce + "\n" + epoch + "\n" + expires)
              .getBytes(UTF_8);
      for (PublicKey key : gatewayKeys) {
        if (verifies(key, signed, proof)) {
          return true;
        }
      }
      return false;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean verifies(PublicKey key, byte[] signed, byte[] proof) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(proof);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Proves that this is the sandbox that its maker meant. */
  String identity(String nonce) {
    byte[] message = ("hearth-identity-1\n" + sandboxUid + "\n" + nonce).getBytes(UTF_8);
    return Base64.getEncoder().encodeToString(hmac(identityKey, message));
  }

  /** HMAC-SHA256 by its definition: javax.crypto would take longer to load than hello takes. */
  static byte[] hmac(byte[] key, byte[] message) {
    byte[] inner = new byte[BLOCK_BYTES];
    byte[] outer = new byte[BLOCK_BYTES];
    byte[] block = key.length > BLOCK_BYTES ? sha256(key) : key;
    for (int i = 0; i < BLOCK_BYTES; i++) {
      byte b = i < block.length ? block[i] : 0;
      inner[i] = (byte) (b ^ 0x36);
      outer[i] = (byte) (b ^ 0x5c);
    }
    return sha256(outer, sha256(inner, message));
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
