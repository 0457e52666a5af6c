package dev.hearth.cli.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks a manifest against the OpenAPI part of its schema. */
final class SchemaRules {
  private final List<Problem> problems = new ArrayList<>();

  private SchemaRules() {}

  static List<Problem> check(Schema schema, String path, Object value) {
    var rules = new SchemaRules();
    rules.value(schema, path, value);
    return rules.problems;
  }

  private void value(Schema schema, String path, Object value) {
    type(schema, path, value);
    switch (value) {
      case String text -> text(schema, path, text);
      case Number number -> number(schema, path, number);
      case List<?> list -> list(schema, path, list);
      case Map<?, ?> _ -> map(schema, path, Schema.map(value));
      case null, default -> {}
    }
    List<Object> choices = schema.list("enum");
    if (!choices.isEmpty() && !choices.contains(value)) {
      String known = choices.stream().map(GoText::of).collect(Collectors.joining(", "));
      problems.add(
          new Problem(
              path,
              "Unsupported value: " + GoText.of(value) + ": supported values: " + known,
              true));
    }
  }

  private void type(Schema schema, String path, Object value) {
    String found = GoText.openApiType(value);
    String wanted = schema.type().orElse(found);
    if (wanted.equals(found)) {
      return;
    }
    problems.add(Problem.wrongType(path, wanted, found));
    if (wanted.equals("integer") && found.equals("number")) {
      problems.add(
          Problem.invalid(
              Problem.WHOLE,
              "",
              "Checked value must be of type integer (default format) in " + path));
    }
  }

  /** The first violation only: the API server stops there, too. */
  private void text(Schema schema, String path, String text) {
    int length = text.codePointCount(0, text.length());
    long most = schema.number("maxLength").orElse(Long.MAX_VALUE);
    long least = schema.number("minLength").orElse(0L);
    String pattern = schema.text("pattern").orElse("");
    if (length > most) {
      problems.add(Problem.tooLong(path, most));
    } else if (length < least) {
      problems.add(
          Problem.invalid(
              path, text, path + " in body should be at least " + least + " chars long"));
    } else if (!java.util.regex.Pattern.compile(pattern).matcher(text).find()) {
      problems.add(Problem.invalid(path, text, path + " in body should match '" + pattern + "'"));
    }
  }

  private void number(Schema schema, String path, Number number) {
    schema
        .bound("maximum")
        .filter(most -> number.doubleValue() > most.doubleValue())
        .ifPresent(most -> bound(path, number, "less than or equal to " + most));
    schema
        .bound("minimum")
        .filter(least -> number.doubleValue() < least.doubleValue())
        .ifPresent(least -> bound(path, number, "greater than or equal to " + least));
  }

  private void bound(String path, Number number, String bound) {
    problems.add(Problem.invalid(path, number, path + " in body should be " + bound));
  }

  private void list(Schema schema, String path, List<?> list) {
    schema
        .items()
        .ifPresent(
            items -> {
              for (int i = 0; i < list.size(); i++) {
                value(items, path + "[" + i + "]", list.get(i));
              }
            });
    schema
        .number("maxItems")
        .filter(most -> list.size() > most)
        .ifPresent(most -> problems.add(Problem.tooMany(path, list.size(), most)));
  }

  private void map(Schema schema, String path, Map<String, Object> map) {
    schema
        .number("maxProperties")
        .filter(most -> map.size() > most)
        .ifPresent(most -> problems.add(Problem.tooMany(path, map.size(), most)));
    schema
        .number("minProperties")
        .filter(least -> map.size() < least)
        .ifPresent(
            least ->
                problems.add(
                    Problem.invalid(
                        path,
                        map.size(),
                        path + " in body should have at least " + least + " properties")));
    for (Object name : schema.list("required")) {
      if (!map.containsKey((String) name)) {
        problems.add(Problem.required(child(path, (String) name)));
      }
    }
    map.forEach(
        (key, value) ->
            schema.member(key).ifPresent(member -> value(member, child(path, key), value)));
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
