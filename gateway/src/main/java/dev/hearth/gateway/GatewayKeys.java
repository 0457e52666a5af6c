package dev.hearth.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The Ed25519 pair with which a gateway proves itself to sandboxes. The private key never leaves
 * this object; sandboxes are born with {@link #publicKeyBase64}. Safe for use by several threads.
 */
public final class GatewayKeys {
  private static final String ALGORITHM = "Ed25519";

  private final KeyPair pair;

  private GatewayKeys(KeyPair pair) {
    this.pair = pair;
  }

  /** A fresh pair, for as long as this process lives. */
  public static GatewayKeys generate() {
    try {
      return new GatewayKeys(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /**
   * The pair that several gateways share.
   *
   * @param privateKey base64 of its PKCS #8 form
   * @param publicKey base64 of its X.509 form
   */
  public static GatewayKeys of(String privateKey, String publicKey) {
    try {
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      Base64.Decoder base64 = Base64.getDecoder();
      return new GatewayKeys(
          new KeyPair(
              keys.generatePublic(new X509EncodedKeySpec(base64.decode(publicKey))),
              keys.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(privateKey)))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("these are no Ed25519 keys", e);
    }
  }

  /**
   * The public key as sandboxes take it in {@code HEARTH_GATEWAY_KEYS}: base64 of its X.509 form.
   */
  public String publicKeyBase64() {
    return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  /** Whether a holder of the private key has signed this. */
  public boolean verify(byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(pair.getPublic());
      check.update(message);
      return check.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key of our own cannot verify", e);
    }
  }

  /** What only gateways with this pair know, for what is signed too often for Ed25519. */
  SecretKey forwardSecret() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(pair.getPrivate().getEncoded(), "HmacSHA256"));
      byte[] secret = mac.doFinal("hearth-forward-1".getBytes(StandardCharsets.US_ASCII));
      return new SecretKeySpec(secret, "HmacSHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** Signs a message; takes about a millisecond, so never on an event loop. */
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key of our own cannot sign", e);
    }
  }
}
