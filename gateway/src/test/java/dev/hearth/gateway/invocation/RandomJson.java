package dev.hearth.gateway.invocation;

import java.util.SplittableRandom;

/** JSON texts and near misses, from a seed. */
final class RandomJson {
  private static final String[] SCALARS = {
    "null",
    "true",
    "false",
    "0",
    "-1",
    "3.25",
    "1e5",
    "-0.0E+12",
    "123456789012345",
    "\"\"",
    "\"plain\"",
    "\"with \\\"escapes\\\" \\u1234 \\n\"",
    "\"é한🙂\"",
    "\"0123456789abcdef0123\""
  };
  private static final String ODD = "{}[]\",:\\ \n\t0123456789eE+-.truefalsn\u0001é";

  private RandomJson() {}

  static void value(SplittableRandom random, StringBuilder out, int depth) {
    int kind = depth > 4 ? 0 : random.nextInt(4);
    String space = random.nextInt(5) == 0 ? " " : "";
    switch (kind) {
      case 0, 1 -> out.append(space).append(SCALARS[random.nextInt(SCALARS.length)]);
      case 2 -> {
        out.append('[').append(space);
        for (int i = random.nextInt(4); i > 0; i--) {
          value(random, out, depth + 1);
          out.append(i > 1 ? "," : "");
        }
        out.append(']');
      }
      default -> {
        out.append('{').append(space);
        for (int i = random.nextInt(4); i > 0; i--) {
          out.append("\"k").append(i).append('"').append(space).append(':');
          value(random, out, depth + 1);
          out.append(i > 1 ? "," : "");
        }
        out.append('}').append(space);
      }
    }
  }

  /** The text as it is, or with a byte changed, lost or put in. */
  static byte[] damaged(SplittableRandom random, byte[] text) {
    int at = random.nextInt(text.length);
    byte odd =
        random.nextInt(6) == 0
            ? (byte) random.nextInt(256)
            : (byte) ODD.charAt(random.nextInt(ODD.length()));
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] changed = text.clone();
        changed[at] = odd;
        yield changed;
      }
      case 1 -> splice(text, at, at + 1, new byte[0]);
      case 2 -> splice(text, at, at, new byte[] {odd});
      default -> text;
    };
  }

  private static byte[] splice(byte[] text, int from, int to, byte[] instead) {
    byte[] spliced = new byte[text.length - (to - from) + instead.length];
    System.arraycopy(text, 0, spliced, 0, from);
    System.arraycopy(instead, 0, spliced, from, instead.length);
    System.arraycopy(text, to, spliced, from + instead.length, text.length - to);
    return spliced;
  }
}
