package dev.hearth.shim.artifact;

/** An artifact that cannot be used, with the error type that is told to whoever sent it. */
public final class BadArtifactException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String errorType;

  private BadArtifactException(String errorType, String message) {
    super(message);
    this.errorType = errorType;
  }

  static BadArtifactException invalid(String why) {
    return new BadArtifactException("InvalidZipFile", "Could not unzip the artifact: " + why);
  }

  /** About one entry, whose name is shown without anything that could disturb a log. */
  static BadArtifactException invalid(String why, String path) {
    String shown = path.length() > 200 ? path.substring(0, 200) + "..." : path;
    return invalid(why + ": " + shown.replaceAll("\\p{Cntrl}", "?"));
  }

  static BadArtifactException tooLarge(long limit) {
    return new BadArtifactException(
        "UnzippedSizeExceeded", "Unzipped size must be smaller than " + limit + " bytes");
  }

  static BadArtifactException mismatch(String wanted, String found) {
    return new BadArtifactException(
        "DigestMismatch", "an artifact has the checksum " + found + " instead of " + wanted);
  }

  /** InvalidZipFile, UnzippedSizeExceeded or DigestMismatch. */
  public String errorType() {
    return errorType;
  }
}
