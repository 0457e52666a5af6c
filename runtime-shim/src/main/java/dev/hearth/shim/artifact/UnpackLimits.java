package dev.hearth.shim.artifact;

/**
 * What artifacts may ask for.
 *
 * @param entries files, folders and links made for one artifact, folders that are only implied too
 * @param directoryBytes the size of a zip's own list of entries
 * @param nameBytes one component of a path, as file systems limit it
 * @param pathBytes a whole path or link target
 * @param totalBytes all that one {@link Unpacker} writes
 * @param ratio how many bytes may come of each byte of the zip
 * @param ratioFreeBytes up to here the ratio is not looked at
 */
public record UnpackLimits(
    int entries,
    int directoryBytes,
    int nameBytes,
    int pathBytes,
    long totalBytes,
    int ratio,
    long ratioFreeBytes) {
  public static final UnpackLimits STANDARD =
      new UnpackLimits(262_144, 64 << 20, 255, 1024, 262_144_000, 200, 10_000_000);
}
