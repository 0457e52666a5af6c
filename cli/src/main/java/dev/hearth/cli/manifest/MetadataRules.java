package dev.hearth.cli.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks what every Kubernetes object has: its name, labels and annotations. */
final class MetadataRules {
  private static final int MAX_NAME = 253;
  private static final String SUBDOMAIN =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
  private static final Pattern NAME = Pattern.compile(SUBDOMAIN);
  private static final Set<String> TEXTS = Set.of("name", "namespace", "generateName");
  private static final Set<String> MAPS = Set.of("labels", "annotations");
  private static final Set<String> SERVER_SIDE =
      Set.of(
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "managedFields",
          "selfLink",
          "finalizers",
          "ownerReferences",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  /** The members of metadata; what the API server fills in itself is let through unread. */
  static final Map<String, Object> SCHEMA = schema();

  private MetadataRules() {}

  /** What Go's decoder says of members of the wrong type, first one only; null if all is well. */
  static String undecodable(Object metadata) {
    if (!(metadata instanceof Map<?, ?>)) {
      return metadata == null
          ? null
          : "json: cannot unmarshal "
              + GoText.jsonType(metadata)
              + " into Go value of type v1.ObjectMeta";
    }
    for (var member : Schema.map(metadata).entrySet()) {
      String problem = undecodable(member.getKey(), member.getValue());
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static String undecodable(String name, Object value) {
    if (TEXTS.contains(name) && value != null && !(value instanceof String)) {
      return mismatch(name, value, "string");
    }
    if (MAPS.contains(name) && value != null) {
      if (!(value instanceof Map<?, ?>)) {
        return mismatch(name, value, "map[string]string");
      }
      for (Object text : Schema.map(value).values()) {
        if (text != null && !(text instanceof String)) {
          return mismatch(name, text, "string");
        }
      }
    }
    return null;
  }

  private static String mismatch(String name, Object value, String wanted) {
    return "json: cannot unmarshal "
        + GoText.jsonType(value)
        + " into Go struct field ObjectMeta."
        + name
        + " of type "
        + wanted;
  }

  static List<Problem> check(Map<String, Object> metadata) {
    var problems = new ArrayList<Problem>();
    String name = (String) metadata.get("name");
    if (name == null || name.isEmpty()) {
      return List.of(
          new Problem("metadata.name", "Required value: name or generateName is required", true));
    }
    if (name.length() > MAX_NAME) {
      problems.add(
          Problem.invalid("metadata.name", name, "must be no more than " + MAX_NAME + " bytes"));
    }
    if (!NAME.matcher(name).matches()) {
      problems.add(
          Problem.invalid(
              "metadata.name",
              name,
              "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '"
                  + SUBDOMAIN
                  + "')"));
    }
    return problems;
  }

  private static Map<String, Object> schema() {
    var properties = new LinkedHashMap<String, Object>();
    TEXTS.forEach(name -> properties.put(name, Map.of("type", "string")));
    MAPS.forEach(
        name -> properties.put(name, Map.of("additionalProperties", Map.of("type", "string"))));
    SERVER_SIDE.forEach(name -> properties.put(name, Map.of()));
    return Map.of("properties", properties);
  }
}
