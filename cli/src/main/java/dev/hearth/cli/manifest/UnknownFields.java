package dev.hearth.cli.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds what a manifest holds and its schema does not know. */
final class UnknownFields {
  private UnknownFields() {}

  /** Paths of unknown fields, sorted. */
  static List<String> of(Schema schema, Map<String, Object> manifest) {
    var found = new ArrayList<String>();
    look(schema, manifest, "", found);
    return found.stream().sorted().toList();
  }

  private static void look(Schema schema, Object value, String path, List<String> found) {
    if (schema.node().isEmpty()) {
      return; // anything may stand here
    }
    if (value instanceof Map<?, ?>) {
      Schema.map(value)
          .forEach(
              (key, child) -> {
                String childPath = path.isEmpty() ? key : path + "." + key;
                schema
                    .member(key)
                    .ifPresentOrElse(
                        known -> look(known, child, childPath, found), () -> found.add(childPath));
              });
    }
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        Object item = list.get(i);
        String itemPath = path + "[" + i + "]";
        schema.items().ifPresent(items -> look(items, item, itemPath, found));
      }
    }
  }
}
