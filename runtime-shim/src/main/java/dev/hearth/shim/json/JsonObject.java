package dev.hearth.shim.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON object with typed access to its members. Values are String, Double, Boolean, List, Map or
 * null.
 */
public record JsonObject(Map<String, Object> members) {
  public static JsonObject parse(String text) throws JsonException {
    return of(new JsonReader(text).read(), "the document");
  }

  public boolean has(String name) {
    return members.get(name) != null;
  }

  public String string(String name) throws JsonException {
    if (members.get(name) instanceof String value) {
      return value;
    }
    throw new JsonException(name + " must be a string");
  }

  public String string(String name, String absent) throws JsonException {
    return has(name) ? string(name) : absent;
  }

  /** A whole number from 0 to 2^53. */
  public long number(String name) throws JsonException {
    if (members.get(name) instanceof Double value
        && value >= 0
        && value <= 0x1p53
        && value == Math.rint(value)) {
      return value.longValue();
    }
    throw new JsonException(name + " must be a whole number");
  }

  /** An object whose members are all strings; empty where it is absent. */
  public Map<String, String> strings(String name) throws JsonException {
    Map<String, String> strings = new LinkedHashMap<>();
    if (has(name)) {
      for (Map.Entry<String, Object> member : of(members.get(name), name).members.entrySet()) {
        if (!(member.getValue() instanceof String value)) {
          throw new JsonException(name + "." + member.getKey() + " must be a string");
        }
        strings.put(member.getKey(), value);
      }
    }
    return strings;
  }

  /** An array of strings. */
  public List<String> list(String name) throws JsonException {
    List<String> values = new ArrayList<>();
    for (Object element : array(name)) {
      if (!(element instanceof String value)) {
        throw new JsonException(name + " must be an array of strings");
      }
      values.add(value);
    }
    return values;
  }

  /** An array of objects. */
  public List<JsonObject> objects(String name) throws JsonException {
    List<JsonObject> objects = new ArrayList<>();
    for (Object element : array(name)) {
      objects.add(of(element, name));
    }
    return objects;
  }

  private List<?> array(String name) throws JsonException {
    if (members.get(name) instanceof List<?> elements) {
      return elements;
    }
    throw new JsonException(name + " must be an array");
  }

  private static JsonObject of(Object value, String what) throws JsonException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new JsonException(what + " must be an object");
    }
    Map<String, Object> members = new LinkedHashMap<>();
    map.forEach((name, member) -> members.put((String) name, member));
    return new JsonObject(members);
  }
}
