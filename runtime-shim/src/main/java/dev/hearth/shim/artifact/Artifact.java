package dev.hearth.shim.artifact;

/**
 * A zip that follows in the body of specialise.
 *
 * @param sha256 its digest, in lower-case hexadecimal
 * @param size its bytes
 */
public record Artifact(Kind kind, String sha256, long size) {
  /** Where it is unpacked: the task root or the layer root. */
  public enum Kind {
    CODE,
    LAYER
  }
}
