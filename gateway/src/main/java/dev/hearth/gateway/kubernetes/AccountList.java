package dev.hearth.gateway.kubernetes;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the configured accounts and their namespaces. */
final class AccountList {
  private static final Pattern ENTRY =
      Pattern.compile("([0-9]{12})=([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)");

  private AccountList() {}

  /** Namespaces by account id, of a text like {@code 111111111111=shop,222222222222=bank}. */
  static Map<String, String> parse(String text) {
    var namespaces = new HashMap<String, String>();
    if (text.isBlank()) {
      return namespaces;
    }
    for (String entry : text.split(",", -1)) {
      Matcher parts = ENTRY.matcher(entry.strip());
      if (!parts.matches() || namespaces.put(parts.group(1), parts.group(2)) != null) {
        throw new IllegalArgumentException(
            "an account is twelve digits, =, and a namespace, each account once: not "
                + entry.strip());
      }
    }
    return namespaces;
  }
}
