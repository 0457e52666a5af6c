package dev.hearth.shim.artifact;

/**
 * A zip that follows in the body of specialise.
 *
 * @param sha256 its digest, in lower-case hexadecimal
 * @param crc32c its CRC-32C in hexadecimal, of bytes that are known to have that digest; empty
 *     where nobody has said
 * @param size its bytes
 */
public record Artifact(Kind kind, String sha256, String crc32c, long size) {
  /** Where it is unpacked: the task root or the layer root. */
  public enum Kind {
    CODE,
    LAYER
  }
}
