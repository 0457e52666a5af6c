package dev.hearth.gateway.sandbox.shim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two proofs of a hello: what the gateway signs, and what the right sandbox must answer. */
final class Hello {
  private Hello() {}

  static byte[] toSign(String uid, String nonce, long epoch, long expiresMs) {
    String text = "hearth-hello-1\n" + uid + "\n" + nonce + "\n" + epoch + "\n" + expiresMs;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the answer proves that this sandbox holds the key it was born with. */
  static boolean isIdentity(String identityKey, String uid, String nonce, String answer) {
    if (answer == null) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(identityKey), "HmacSHA256"));
      String text = "hearth-identity-1\n" + uid + "\n" + nonce;
      byte[] expected = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return MessageDigest.isEqual(expected, Base64.getDecoder().decode(answer));
    } catch (IllegalArgumentException notBase64) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }
}
