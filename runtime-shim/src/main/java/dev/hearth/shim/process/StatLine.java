package dev.hearth.shim.process;

import dev.hearth.shim.process.ProcessTable.Entry;

/** The one line of {@code /proc/PID/stat}; its fields are numbered as proc(5) does. */
final class StatLine {
  private static final int STATE = 3;
  private static final int PARENT = 4;
  private static final int THREADS = 20;
  private static final int RSS_PAGES = 24;

  private StatLine() {}

  static Entry parse(byte[] line, int length, long pageBytes) {
    // The name stands in parentheses and may itself hold spaces, parentheses and line ends.
    int nameEnd = length - 1;
    while (nameEnd > 0 && line[nameEnd] != ')') {
      nameEnd--;
    }
    int state = nameEnd + 2;
    int parent = skip(line, state, length, PARENT - STATE);
    int threads = skip(line, parent, length, THREADS - PARENT);
    int pages = skip(line, threads, length, RSS_PAGES - THREADS);
    return new Entry(
        (int) number(line, 0, length),
        (int) number(line, parent, length),
        (char) line[state],
        (int) number(line, threads, length),
        number(line, pages, length) * pageBytes);
  }

  /** The decimal number that starts there; 0 where there is none. */
  private static long number(byte[] line, int from, int to) {
    long value = 0;
    for (int i = from; i < to && line[i] >= '0' && line[i] <= '9'; i++) {
      value = value * 10 + line[i] - '0';
    }
    return value;
  }

  private static int skip(byte[] line, int from, int to, int fields) {
    int at = from;
    for (int left = fields; left > 0 && at < to; at++) {
      if (line[at] == ' ') {
        left--;
      }
    }
    return at;
  }
}
