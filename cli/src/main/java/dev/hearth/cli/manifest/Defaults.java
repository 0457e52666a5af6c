package dev.hearth.cli.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fills in what a manifest leaves out, as the API server does before it validates. */
final class Defaults {
  private Defaults() {}

  /** A copy in which a member that is null counts as left out, and defaults stand where known. */
  static Map<String, Object> fill(Schema schema, Map<String, Object> manifest) {
    var filled = new LinkedHashMap<String, Object>();
    manifest.forEach(
        (key, value) -> {
          if (value != null) {
            filled.put(key, schema.member(key).map(s -> fill(s, value)).orElse(value));
          }
        });
    schema
        .properties()
        .forEach(
            (key, property) -> {
              Object preset = Schema.of(property).node().get("default");
              if (preset != null) {
                filled.putIfAbsent(key, preset);
              }
            });
    return filled;
  }

  private static Object fill(Schema schema, Object value) {
    return switch (value) {
      case Map<?, ?> _ -> fill(schema, Schema.map(value));
      case List<?> list when schema.items().isPresent() ->
          list.stream().map(item -> fill(schema.items().get(), item)).toList();
      case null, default -> value;
    };
  }
}
