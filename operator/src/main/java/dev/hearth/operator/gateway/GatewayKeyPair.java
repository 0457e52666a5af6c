package dev.hearth.operator.gateway;

import dev.hearth.crds.GatewayKeysSecret;
import dev.hearth.crds.InternalApi;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The key pair that gateways and operator share, made once and kept in a Secret. */
public final class GatewayKeyPair {
  private static final String ALGORITHM = "Ed25519";

  private final PrivateKey privateKey;
  private final String publicKey;

  private GatewayKeyPair(Secret secret) {
    try {
      byte[] pkcs8 = Base64.getDecoder().decode(value(secret, GatewayKeysSecret.PRIVATE_KEY));
      this.privateKey =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      this.publicKey = value(secret, GatewayKeysSecret.PUBLIC_KEY);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Secret " + GatewayKeysSecret.NAME + " has no keys", e);
    }
  }

  /** Reads the Secret, or makes it if there is none yet. */
  public static GatewayKeyPair ensure(KubernetesClient kubernetes, String namespace) {
    var secrets = kubernetes.secrets().inNamespace(namespace);
    Secret there = secrets.withName(GatewayKeysSecret.NAME).get();
    if (there != null) {
      return new GatewayKeyPair(there);
    }
    try {
      return new GatewayKeyPair(secrets.resource(fresh(namespace)).create());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      return new GatewayKeyPair(secrets.withName(GatewayKeysSecret.NAME).require());
    }
  }

  /** Base64 of the X.509 public key, as sandboxes take it. */
  public String publicKey() {
    return publicKey;
  }

  /** The value of {@code Hearth-Signature} for a request to a gateway. */
  public String sign(String method, String path, long expiresMs) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey);
      signature.update(InternalApi.message(method, path, expiresMs));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key cannot sign", e);
    }
  }

  private static Secret fresh(String namespace) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new SecretBuilder()
          .withNewMetadata()
          .withName(GatewayKeysSecret.NAME)
          .withNamespace(namespace)
          .addToLabels("app.kubernetes.io/managed-by", "hearth")
          .endMetadata()
          .withImmutable(true)
          .addToStringData(GatewayKeysSecret.PRIVATE_KEY, base64(pair.getPrivate().getEncoded()))
          .addToStringData(GatewayKeysSecret.PUBLIC_KEY, base64(pair.getPublic().getEncoded()))
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String value(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.US_ASCII);
  }
}
