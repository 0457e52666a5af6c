package dev.hearth.gateway.sandbox.shim;

import java.util.ArrayList;
import java.util.List;

/** Header or trailer fields of one reply, in order; names are found whatever their case. */
public final class Fields {
  /** Most fields that one head or trailer may have. */
  public static final int MAX_FIELDS = 64;

  private final List<String> namesAndValues = new ArrayList<>(16);

  void add(String name, String value) {
    namesAndValues.add(name);
    namesAndValues.add(value);
  }

  int size() {
    return namesAndValues.size() / 2;
  }

  /** The first value under this name, or null. */
  public String get(String name) {
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      if (namesAndValues.get(i).equalsIgnoreCase(name)) {
        return namesAndValues.get(i + 1);
      }
    }
    return null;
  }

  /** The value under this name as a number of 0 or more; -1 where it is absent or not one. */
  public long getNumber(String name) {
    String value = get(name);
    if (value == null || value.isEmpty() || value.length() > 18) {
      return -1;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(value);
  }
}
