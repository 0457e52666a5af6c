package dev.hearth.gateway.ownership;

import java.util.Optional;

/**
 * Who decides for what: the member whose hash with the key is highest. So all who know the same
 * members agree without asking, and when one goes or comes only what is or becomes its own moves.
 */
public final class Owners {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Owners() {}

  /** The owner among these members; nobody where there are none. */
  public static Optional<String> of(Membership membership, String key) {
    String owner = null;
    long highest = 0;
    long keyHash = hash(OFFSET, key);
    for (String member : membership.members()) {
      long score = mixed(hash(keyHash, member));
      if (owner == null || Long.compareUnsigned(score, highest) > 0) {
        owner = member;
        highest = score;
      }
    }
    return Optional.ofNullable(owner);
  }

  /** FNV-1a with 64 bits. */
  private static long hash(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return hash;
  }

  /** The last step of MurmurHash3, since FNV's upper bits hardly depend on the last characters. */
  private static long mixed(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
