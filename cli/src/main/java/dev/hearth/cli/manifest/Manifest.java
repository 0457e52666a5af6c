package dev.hearth.cli.manifest;

import java.util.Map;

/**
 * A good manifest, its defaults filled in.
 *
 * @param <S> the record of its {@code spec}
 * @param name of the object
 * @param annotations never null
 */
public record Manifest<S>(String name, Map<String, String> annotations, S spec) {
  public Manifest {
    annotations = Map.copyOf(annotations);
  }
}
