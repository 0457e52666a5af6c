package dev.hearth.operator.image;

/** An image's configuration cannot be read; the message says why, for the function's user. */
public final class ImageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reasonCode;

  private ImageException(String reasonCode, String message) {
    super(message);
    this.reasonCode = reasonCode;
  }

  static ImageException denied(String message) {
    return new ImageException("ImageAccessDenied", message);
  }

  static ImageException invalid(String message) {
    return new ImageException("InvalidImage", message);
  }

  /** AWS's StateReasonCode. */
  public String reasonCode() {
    return reasonCode;
  }
}
