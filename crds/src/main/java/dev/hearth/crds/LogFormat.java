package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Forms of a function's log. */
public enum LogFormat {
  @JsonProperty("Text")
  TEXT,
  @JsonProperty("JSON")
  JSON
}
