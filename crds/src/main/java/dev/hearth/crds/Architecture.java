package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Instruction sets a function can be built for. */
public enum Architecture {
  @JsonProperty("x86_64")
  X86_64,
  @JsonProperty("arm64")
  ARM64
}
