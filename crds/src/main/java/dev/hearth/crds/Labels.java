package dev.hearth.crds;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The labels and annotations of sandbox pods that operator and gateway agree on. */
public final class Labels {
  /** Pool of the sandbox; set when the pod is made. */
  public static final String POOL = "hearth.dev/pool";

  /** Digest of everything the pod was made from; spares of another template are replaced. */
  public static final String TEMPLATE = "hearth.dev/template";

  /** {@link #value} of the function's name; written by the gateway after the claim. */
  public static final String FUNCTION = "hearth.dev/function";

  /** {@code LATEST} or a number; written by the gateway after the claim. */
  public static final String VERSION = "hearth.dev/version";

  /** Digest of code and configuration; written by the gateway after the claim. */
  public static final String REVISION = "hearth.dev/revision";

  /** {@link #SPARE}, or whatever the sandbox does since it was claimed. */
  public static final String STATE = "hearth.dev/state";

  /** The value of {@link #STATE} with which a sandbox is born. */
  public static final String SPARE = "spare";

  /** Longest value that Kubernetes takes. */
  public static final int MAX_VALUE = 63;

  /** Characters of a digest that tell names apart. */
  static final int DIGEST = 10;

  private Labels() {}

  /** The text itself where it fits into a label, else its beginning and a digest. */
  public static String value(String text) {
    return text.length() <= MAX_VALUE
        ? text
        : cut(text, 0) + "-" + digest(text).substring(0, DIGEST);
  }

  /** As much of a text as a label takes together with {@code others} characters and a digest. */
  static String cut(String text, int others) {
    return text.substring(0, Math.min(text.length(), MAX_VALUE - DIGEST - 1 - others));
  }

  static String digest(String text) {
    try {
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(sha256);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
