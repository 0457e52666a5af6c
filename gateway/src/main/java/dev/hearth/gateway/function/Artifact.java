package dev.hearth.gateway.function;

/**
 * A zip in the {@link ArtifactStore}, named by its content.
 *
 * @param kind where the shim unpacks it
 * @param sha256 lower-case hexadecimal digest of the zip
 * @param size bytes
 */
public record Artifact(Kind kind, String sha256, long size) {
  /** The folder of the sandbox that an artifact fills: the task root or the layer root. */
  public enum Kind {
    CODE,
    LAYER
  }
}
