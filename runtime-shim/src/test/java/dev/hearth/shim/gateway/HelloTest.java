package dev.hearth.shim.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class HelloTest {
  private static final long NOW = 1_000_000;
  private static final byte[] KEY = "01234567890123456789012345678901".getBytes(UTF_8);

  private final KeyPair gateway;
  private final Hello hello;

  HelloTest() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    gateway = generator.generateKeyPair();
    hello =
        new Hello(
            "uid",
            ByteBuffer.wrap(KEY),
            List.of(
                generator.generateKeyPair().getPublic().getEncoded(),
                gateway.getPublic().getEncoded()));
  }

  private static String sign(KeyPair keys, String text) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(keys.getPrivate());
    signature.update(text.getBytes(UTF_8));
    return Base64.getEncoder().encodeToString(signature.sign());
  }

  @Test
  void any_known_gateway_may_sign() throws GeneralSecurityException {
    String proof = sign(gateway, "hearth-hello-1\nuid\nnonce\n7\n1000001");
    assertTrue(hello.isGateway("nonce", "7", "1000001", proof, NOW));
  }

  @Test
  void nothing_that_was_signed_may_be_changed() throws GeneralSecurityException {
    String proof = sign(gateway, "hearth-hello-1\nuid\nnonce\n7\n1000001");
    assertFalse(hello.isGateway("other", "7", "1000001", proof, NOW));
    assertFalse(hello.isGateway("nonce", "8", "1000001", proof, NOW));
    assertFalse(hello.isGateway("nonce", "7", "1000002", proof, NOW));
    assertFalse(hello.isGateway("nonce", "7", "1000001", "", NOW));
    assertFalse(hello.isGateway("nonce", "7", "1000001", "not base64!", NOW));
    String another = sign(gateway, "hearth-hello-1\nother\nnonce\n7\n1000001");
    assertFalse(hello.isGateway("nonce", "7", "1000001", another, NOW));
  }

  @Test
  void a_stranger_may_not_sign() throws GeneralSecurityException {
    KeyPair stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String proof = sign(stranger, "hearth-hello-1\nuid\nnonce\n7\n1000001");
    assertFalse(hello.isGateway("nonce", "7", "1000001", proof, NOW));
  }

  @Test
  void a_signature_expires_and_is_never_good_for_long() throws GeneralSecurityException {
    for (long expires : List.of(NOW, NOW - 1, NOW + 60_001)) {
      String proof = sign(gateway, "hearth-hello-1\nuid\nnonce\n7\n" + expires);
      assertFalse(hello.isGateway("nonce", "7", Long.toString(expires), proof, NOW));
    }
    assertFalse(hello.isGateway("nonce", "7", "soon", "", NOW));
  }

  @Test
  void the_identity_is_an_hmac() throws GeneralSecurityException {
    for (int length : List.of(1, 32, 64, 65, 200)) {
      byte[] key = new byte[length];
      java.util.Arrays.fill(key, (byte) 7);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] message = "message".getBytes(UTF_8);
      assertArrayEquals(mac.doFinal(message), Hello.hmac(key, message));
    }
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    assertEquals(
        Base64.getEncoder()
            .encodeToString(mac.doFinal("hearth-identity-1\nuid\nnonce".getBytes(UTF_8))),
        hello.identity("nonce"));
  }
}
