package dev.hearth.cli.manifest;

import dev.hearth.crds.FunctionSpec;
import java.util.Map;

/**
 * A good Function manifest, its defaults filled in.
 *
 * @param name the function's name
 * @param annotations never null
 */
public record FunctionManifest(String name, Map<String, String> annotations, FunctionSpec spec) {
  public FunctionManifest {
    annotations = Map.copyOf(annotations);
  }
}
