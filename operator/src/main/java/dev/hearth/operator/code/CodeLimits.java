package dev.hearth.operator.code;

/**
 * AWS's limits on a function's code.
 *
 * @param zipped bytes of the zip
 * @param unzipped bytes of its files together
 * @param files number of its files and folders
 */
public record CodeLimits(long zipped, long unzipped, int files) {
  /** 50 MB zipped, 250 MB unzipped, and as many files as a plain zip can hold. */
  public static final CodeLimits OF_AWS = new CodeLimits(52_428_800, 262_144_000, 65_535);

  void checkZipped(long bytes) throws CodeException {
    if (bytes > zipped) {
      throw CodeException.tooLarge("Zipped size must be smaller than " + zipped + " bytes");
    }
  }

  void checkUnzipped(long bytes) throws CodeException {
    if (bytes > unzipped) {
      throw CodeException.tooLarge("Unzipped size must be smaller than " + unzipped + " bytes");
    }
  }

  void checkFiles(int count) throws CodeException {
    if (count > files) {
      throw CodeException.tooLarge("The code has more than " + files + " files");
    }
  }
}
