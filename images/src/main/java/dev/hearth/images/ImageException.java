package dev.hearth.images;

/** An image cannot be made, for a reason that its message tells a person. */
final class ImageException extends Exception {
  private static final long serialVersionUID = 1L;

  ImageException(String message) {
    super(message);
  }
}
