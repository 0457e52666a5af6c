package dev.hearth.gateway.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a sandbox and its gateway prove to each other when they say hello. */
final class FakeProofs {
  private final String uid;
  private final String gatewayKey;
  private final byte[] key = new byte[32];

  /**
   * @param gatewayKey verifies what gateways sign
   */
  FakeProofs(String uid, String gatewayKey) {
    this.uid = uid;
    this.gatewayKey = gatewayKey;
  }

  /** With which the sandbox shows that it is the one that is meant. */
  String key() {
    return Base64.getEncoder().encodeToString(key);
  }

  String identity(String nonce, boolean lies) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(lies ? new byte[] {1} : key, "HmacSHA256"));
      String text = "hearth-identity-1\n" + uid + "\n" + nonce;
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean signatureHolds(Map<String, String> headers, String nonce) {
    try {
      var encoded = new X509EncodedKeySpec(Base64.getDecoder().decode(gatewayKey));
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(encoded));
      String text =
          String.join(
              "\n",
              "hearth-hello-1",
              uid,
              nonce,
              headers.get("hearth-epoch"),
              headers.get("hearth-expires"));
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return signature.verify(Base64.getDecoder().decode(headers.get("hearth-signature")));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
