package dev.hearth.operator.code;

/** A function's code cannot be had; the message says why, in words for the function's user. */
public final class CodeException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String BAD_ZIP = "InvalidZipFileException";
  private static final String BAD_SOURCE = "InvalidConfiguration";

  private final String reasonCode;
  private final boolean passing;

  private CodeException(String reasonCode, String message, boolean passing) {
    super(message);
    this.reasonCode = reasonCode;
    this.passing = passing;
  }

  static CodeException badZip(String detail) {
    return new CodeException(
        BAD_ZIP,
        "Could not unzip uploaded file. Please check your file, then try to upload again. ("
            + detail
            + ")",
        false);
  }

  static CodeException tooLarge(String message) {
    return new CodeException(BAD_ZIP, message, false);
  }

  /** The source is wrong or is not there; it is asked again later since it may appear. */
  static CodeException source(String message) {
    return new CodeException(BAD_SOURCE, message, true);
  }

  /** What is asked for does not exist on Kubernetes; only a change of the function helps. */
  static CodeException unsupported(String message) {
    return new CodeException(BAD_SOURCE, message, false);
  }

  /** AWS's StateReasonCode. */
  public String reasonCode() {
    return reasonCode;
  }

  /** Whether trying again may help though the function stays as it is. */
  public boolean passing() {
    return passing;
  }
}
