package dev.hearth.cli.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One node of the CRD's OpenAPI schema. */
record Schema(Map<String, Object> node) {
  Optional<String> type() {
    return text("type");
  }

  Optional<String> text(String key) {
    return Optional.ofNullable((String) node.get(key));
  }

  Optional<Long> number(String key) {
    return Optional.ofNullable((Long) node.get(key));
  }

  /** A bound, which may be a fraction. */
  Optional<Number> bound(String key) {
    return Optional.ofNullable((Number) node.get(key));
  }

  Map<String, Object> properties() {
    return map(node.get("properties"));
  }

  Optional<Schema> property(String name) {
    return Optional.ofNullable(properties().get(name)).map(Schema::of);
  }

  Optional<Schema> additionalProperties() {
    return Optional.ofNullable(node.get("additionalProperties")).map(Schema::of);
  }

  Optional<Schema> items() {
    return Optional.ofNullable(node.get("items")).map(Schema::of);
  }

  List<Object> list(String key) {
    @SuppressWarnings("unchecked")
    var list = (List<Object>) node.getOrDefault(key, List.of());
    return list;
  }

  /** What stands under a key of a map that this schema describes; empty for an unknown key. */
  Optional<Schema> member(String name) {
    return property(name).or(this::additionalProperties);
  }

  static Schema of(Object node) {
    return new Schema(map(node));
  }

  static Map<String, Object> map(Object value) {
    @SuppressWarnings("unchecked")
    var map = value == null ? Map.<String, Object>of() : (Map<String, Object>) value;
    return map;
  }
}
