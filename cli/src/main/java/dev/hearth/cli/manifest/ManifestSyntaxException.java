package dev.hearth.cli.manifest;

/** A file is not YAML that the API server would take; the message says where. */
public final class ManifestSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  public ManifestSyntaxException(String message) {
    super(message);
  }
}
