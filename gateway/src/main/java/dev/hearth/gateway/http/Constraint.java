package dev.hearth.gateway.http;

/** AWS's words for a member of a request that breaks its model's constraint. */
final class Constraint {
  private Constraint() {}

  static String pattern(String member, String value, String pattern) {
    return broken(member, value, "Member must satisfy regular expression pattern: " + pattern);
  }

  static String length(String member, String value, int limit) {
    return broken(member, value, "Member must have length less than or equal to " + limit);
  }

  static String enumeration(String member, String value, String... values) {
    String set = String.join(", ", values);
    return broken(member, value, "Member must satisfy enum value set: [" + set + "]");
  }

  private static String broken(String member, String value, String constraint) {
    return "1 validation error detected: Value '"
        + value
        + "' at '"
        + member
        + "' failed to satisfy constraint: "
        + constraint;
  }
}
