package dev.hearth.shim.code;

/** Code that cannot be used, and the type of error that says why. */
public final class CodeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The types that the protocol knows. */
  public enum Type {
    INVALID_ZIP_FILE("InvalidZipFile"),
    DIGEST_MISMATCH("DigestMismatch"),
    UNZIPPED_SIZE_EXCEEDED("UnzippedSizeExceeded");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private final Type type;

  public CodeException(Type type, String message) {
    super(message);
    this.type = type;
  }

  public Type type() {
    return type;
  }
}
