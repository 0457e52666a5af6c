package dev.hearth.crds;

import java.util.List;

/** The sizes in which sandboxes are kept: a function gets the smallest that holds it. */
public final class SizeClass {
  /** MB, ascending. The last is the most memory a function can have. */
  public static final List<Integer> ALL = List.of(128, 256, 512, 1024, 1769, 3008, 5120, 10_240);

  private SizeClass() {}

  /** The smallest class for this many MB, 128-10240. */
  public static int of(int memoryMb) {
    return ALL.stream()
        .filter(size -> size >= memoryMb)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(memoryMb + " MB is beyond every class"));
  }
}
