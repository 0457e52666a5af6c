package dev.hearth.shim.code;

/**
 * What all artifacts of a function may come to.
 *
 * @param unpackedBytes all files together
 * @param entries files, folders and links together
 */
public record CodeLimits(long unpackedBytes, int entries) {
  public static final CodeLimits AWS = new CodeLimits(262_144_000L, 100_000);
}
