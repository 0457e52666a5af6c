package dev.hearth.gateway.sandbox.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class HelloTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @Test
  void what_is_signed_binds_sandbox_nonce_epoch_and_expiry() {
    String text = new String(Hello.toSign("uid", "nonce", 3, 99), StandardCharsets.UTF_8);
    assertEquals("hearth-hello-1\nuid\nnonce\n3\n99", text);
  }

  @Test
  void only_the_holder_of_the_key_has_the_identity() {
    // HMAC-SHA256 of "hearth-identity-1\nuid\nnonce" under 32 zero bytes, made with another tool.
    String proof = "4rmnxc0p78ku2s5obifsKkPSsresQ9bkVmCxKGWSEZ8=";
    assertTrue(Hello.isIdentity(KEY, "uid", "nonce", proof));
    assertFalse(Hello.isIdentity(KEY, "other", "nonce", proof));
    assertFalse(Hello.isIdentity(KEY, "uid", "other", proof));
    assertFalse(Hello.isIdentity("AQ==", "uid", "nonce", proof));
    assertFalse(Hello.isIdentity(KEY, "uid", "nonce", null));
    assertFalse(Hello.isIdentity(KEY, "uid", "nonce", "not base64!"));
  }
}
