package dev.hearth.shim.code;

import java.util.ArrayList;
import java.util.List;

/** Names in a zip, which may try to lead out of the folder they are unpacked to. */
final class MemberPath {
  static final int PATH_BYTES = 4096;
  static final int SEGMENT_BYTES = 255;

  private MemberPath() {}

  /** The path without empty and dot segments; empty for the root itself. */
  static String normal(String name) throws CodeException {
    List<String> segments = new ArrayList<>();
    if (name.startsWith("/") || name.indexOf('\0') >= 0 || name.length() > PATH_BYTES) {
      throw bad(name);
    }
    int from = 0;
    while (from <= name.length()) {
      int slash = name.indexOf('/', from);
      int to = slash < 0 ? name.length() : slash;
      String segment = name.substring(from, to);
      if (segment.equals("..") || segment.length() > SEGMENT_BYTES) {
        throw bad(name);
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
      from = to + 1;
    }
    return String.join("/", segments);
  }

  /**
   * Checks that a link at {@code path} with that target stays inside: never absolute, never above
   * the root.
   */
  static void checkLink(String path, String target) throws CodeException {
    if (target.isEmpty()
        || target.startsWith("/")
        || target.indexOf('\0') >= 0
        || target.length() > PATH_BYTES) {
      throw bad(path + " -> " + target);
    }
    int depth = (int) path.chars().filter(c -> c == '/').count();
    int from = 0;
    while (from <= target.length()) {
      int slash = target.indexOf('/', from);
      int to = slash < 0 ? target.length() : slash;
      String segment = target.substring(from, to);
      if (segment.equals("..")) {
        depth--;
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        throw bad(path + " -> " + target);
      }
      from = to + 1;
    }
  }

  private static CodeException bad(String name) {
    String shown = name.length() > 200 ? name.substring(0, 200) + "..." : name;
    return new CodeException(
        CodeException.Type.INVALID_ZIP_FILE, "an entry that leads out of its folder: " + shown);
  }
}
