package dev.hearth.shim.api;

import java.util.regex.Pattern;

/** The types of error that a runtime may name; anything else is called unknown. */
final class ErrorTypes {
  private static final Pattern KNOWN = Pattern.compile("^(Runtime|Function)\\.[A-Z][a-zA-Z]+");

  private static final int CHARACTERS = 128;

  private ErrorTypes() {}

  static String ofFunction(String claimed) {
    return valid(claimed, "Function.Unknown");
  }

  static String ofRuntime(String claimed) {
    return valid(claimed, "Runtime.Unknown");
  }

  private static String valid(String claimed, String otherwise) {
    return claimed.length() <= CHARACTERS && KNOWN.matcher(claimed).matches() ? claimed : otherwise;
  }
}
