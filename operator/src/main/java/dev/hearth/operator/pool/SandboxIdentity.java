package dev.hearth.operator.pool;

import dev.hearth.crds.Labels;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * What tells one sandbox from the others of its pool.
 *
 * @param name of the pod
 * @param key base64 of 32 bytes by which its shim proves who it is
 */
record SandboxIdentity(String name, String key) {
  private static final int KEY_BYTES = 32;
  private static final int SUFFIX = 8;
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  /** Stands in for any sandbox where only what they share matters. */
  static final SandboxIdentity ANY = new SandboxIdentity("any", "");

  /**
   * A fresh one.
   *
   * @param random must not be guessable
   */
  static SandboxIdentity fresh(String pool, RandomGenerator random) {
    String stem = pool.replace('.', '-');
    var name = new StringBuilder();
    name.append(stem, 0, Math.min(stem.length(), Labels.MAX_VALUE - SUFFIX - 1)).append('-');
    for (int i = 0; i < SUFFIX; i++) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    var key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return new SandboxIdentity(name.toString(), Base64.getEncoder().encodeToString(key));
  }

  /** The key is nobody else's business. */
  @Override
  public String toString() {
    return name;
  }
}
