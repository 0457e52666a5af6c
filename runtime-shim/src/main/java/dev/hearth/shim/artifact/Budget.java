package dev.hearth.shim.artifact;

import static dev.hearth.shim.artifact.BadArtifactException.invalid;
import static dev.hearth.shim.artifact.BadArtifactException.tooLarge;

/** Counts the bytes really written, against the limits for all artifacts and for this one. */
final class Budget {
  private final UnpackLimits limits;
  private final long zipBytes;
  private long total;
  private long ofThis;

  /**
   * @param before written for earlier artifacts
   * @param zipBytes this artifact's size as it was sent
   */
  Budget(UnpackLimits limits, long before, long zipBytes) {
    this.limits = limits;
    this.total = before;
    this.zipBytes = zipBytes;
  }

  void spend(int bytes) throws BadArtifactException {
    total += bytes;
    ofThis += bytes;
    if (total > limits.totalBytes()) {
      throw tooLarge(limits.totalBytes());
    }
    if (ofThis > limits.ratioFreeBytes() && ofThis > limits.ratio() * zipBytes) {
      throw invalid("it unpacks to more than " + limits.ratio() + " times its size");
    }
  }

  long total() {
    return total;
  }
}
