package dev.hearth.gateway.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** Names a function version by all that a sandbox of it depends on. */
public final class Revision {
  private Revision() {}

  /** The same version with the digest of everything else in it as its revision. */
  public static FunctionVersion stamp(FunctionVersion version) {
    List<Object> all =
        List.of(
            version.id(),
            version.version(),
            version.runtime(),
            version.command(),
            new TreeMap<>(version.runtimeEnvironment()),
            version.workingDirectory(),
            version.handler(),
            version.memorySizeMb(),
            version.timeoutMs(),
            version.ephemeralStorageMb(),
            new TreeMap<>(version.environment()),
            new TreeMap<>(version.variablesFrom()),
            version.logging(),
            version.artifacts(),
            version.pool());
    return version.withRevision(digest(all.toString()));
  }

  private static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
