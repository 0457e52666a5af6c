package dev.hearth.cli.manifest;

/**
 * One thing that is wrong with a manifest, in the API server's words.
 *
 * @param field path to what is wrong, e.g. {@code spec.memorySize}; {@code <nil>} for the whole
 * @param blocking whether the API server would not evaluate CEL rules beside it
 */
record Problem(String field, String detail, boolean blocking) {
  static final String WHOLE = "<nil>";

  static Problem invalid(String field, Object value, String detail) {
    return new Problem(field, "Invalid value: " + GoText.of(value) + ": " + detail, false);
  }

  static Problem wrongType(String field, String wanted, String found) {
    String detail =
        "Invalid value: \"" + found + "\": " + field + " in body must be of type " + wanted;
    return new Problem(field, detail + ": \"" + found + "\"", true);
  }

  static Problem required(String field) {
    return new Problem(field, "Required value", true);
  }

  static Problem tooLong(String field, long most) {
    return new Problem(field, "Too long: may not be more than " + most + " bytes", true);
  }

  static Problem tooMany(String field, int found, long most) {
    String items = most == 1 ? " item" : " items";
    return new Problem(field, "Too many: " + found + ": must have at most " + most + items, true);
  }

  @Override
  public String toString() {
    return field + ": " + detail;
  }
}
