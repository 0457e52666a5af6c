package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class GatewayKeysTest {
  @Test
  void what_is_signed_verifies_under_the_key_that_is_told() throws GeneralSecurityException {
    GatewayKeys keys = GatewayKeys.generate();
    byte[] message = "hello".getBytes(StandardCharsets.UTF_8);
    var told = new X509EncodedKeySpec(Base64.getDecoder().decode(keys.publicKeyBase64()));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(told));
    signature.update(message);
    assertTrue(signature.verify(keys.sign(message)));
  }

  @Test
  void each_gateway_has_a_pair_of_its_own() {
    assertNotEquals(
        GatewayKeys.generate().publicKeyBase64(), GatewayKeys.generate().publicKeyBase64());
  }
}
