package dev.hearth.cli.code;

/** A function's code cannot be had; the message says why, in words for the function's user. */
public final class CodeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reasonCode;

  /**
   * @param reasonCode AWS's StateReasonCode
   */
  public CodeException(String reasonCode, String message) {
    super(message);
    this.reasonCode = reasonCode;
  }

  /** AWS's StateReasonCode. */
  public String reasonCode() {
    return reasonCode;
  }

  static CodeException badZip(String detail) {
    return new CodeException(
        "InvalidZipFileException",
        "Could not unzip uploaded file. Please check your file, then try to upload again. ("
            + detail
            + ")");
  }

  static CodeException notFound(String what) {
    return new CodeException("InvalidConfiguration", what);
  }
}
