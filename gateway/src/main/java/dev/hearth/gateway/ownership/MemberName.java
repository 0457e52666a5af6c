package dev.hearth.gateway.ownership;

import java.util.Optional;

/**
 * How one process of a gateway is called: {@code ID@HOST:PORT}. A process that starts again, even
 * at the same place, is another member, since it knows nothing of what the one before it has begun.
 */
public final class MemberName {
  private MemberName() {}

  /**
   * @param id never used before
   * @param host an address of IPv6 in brackets
   */
  public static String of(String id, String host, int port) {
    return id + "@" + host + ":" + port;
  }

  /** Where it takes requests; empty for what is no such name. */
  public static Optional<Ownership.Address> address(String name) {
    int at = name.indexOf('@');
    int colon = name.lastIndexOf(':');
    if (at < 1 || colon < at + 2) {
      return Optional.empty();
    }
    try {
      int port = Integer.parseInt(name.substring(colon + 1));
      return Optional.of(new Ownership.Address(name.substring(at + 1, colon), port));
    } catch (NumberFormatException notWhatItShouldBe) {
      return Optional.empty();
    }
  }
}
