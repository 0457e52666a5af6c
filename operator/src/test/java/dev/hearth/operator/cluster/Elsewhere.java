package dev.hearth.operator.cluster;

import dev.hearth.crds.Architecture;
import java.util.Locale;

/** The architecture that this machine has not, so that the pods which ask for it get no node. */
final class Elsewhere {
  private static final Architecture ARCHITECTURE =
      System.getProperty("os.arch").equals("aarch64") ? Architecture.X86_64 : Architecture.ARM64;

  /** As a Function says it. */
  static final String NAME = ARCHITECTURE.name().toLowerCase(Locale.ROOT);

  /** As a pool's name has it. */
  static final String LABEL = ARCHITECTURE.label();

  private Elsewhere() {}
}
