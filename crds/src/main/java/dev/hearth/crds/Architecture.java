package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Instruction sets a function can be built for. */
public enum Architecture {
  @JsonProperty("x86_64")
  X86_64("x86-64", "amd64"),
  @JsonProperty("arm64")
  ARM64("arm64", "arm64");

  private final String label;
  private final String kubernetes;

  Architecture(String label, String kubernetes) {
    this.label = label;
    this.kubernetes = kubernetes;
  }

  /** As part of a name of Kubernetes, which takes no underscore. */
  public String label() {
    return label;
  }

  /** As nodes and container images say it. */
  public String kubernetes() {
    return kubernetes;
  }
}
