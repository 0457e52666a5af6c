package dev.hearth.shim.http;

/** Which bytes HTTP/1.1 allows where. */
final class Octets {
  private static final boolean[] TOKEN = new boolean[128];

  static {
    for (char c = '0'; c <= '9'; c++) {
      TOKEN[c] = true;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      TOKEN[c] = true;
      TOKEN[c - 32] = true;
    }
    for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
      TOKEN[c] = true;
    }
  }

  private Octets() {}

  static boolean isToken(byte b) {
    return b >= 0 && TOKEN[b];
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** Visible characters, blanks and everything above ASCII, which is opaque. */
  static boolean isFieldValue(byte b) {
    return (b >= ' ' && b != 127) || b < 0 || b == '\t';
  }

  static boolean isVisible(byte b) {
    return b > ' ' && b != 127;
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hex(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int lower = b | 32;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
