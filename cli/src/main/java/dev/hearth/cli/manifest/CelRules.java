package dev.hearth.cli.manifest;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Evaluates the schema's CEL rules for an object that is made anew, with those of Kubernetes' own
 * functions that they use.
 */
final class CelRules {
  /** Rules that speak of it are about changes only. */
  private static final String OLD = "oldSelf";

  private final Cel cel =
      CelFactory.plannerCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .addFunctionDeclarations(
              CelFunctionDecl.newFunctionDeclaration(
                  "sum",
                  CelOverloadDecl.newMemberOverload(
                      "list_sum_int", SimpleType.INT, ListType.create(SimpleType.INT))))
          .addFunctionBindings(CelFunctionBinding.from("list_sum_int", List.class, CelRules::sum))
          .build();
  private final Map<String, dev.cel.runtime.CelRuntime.Program> programs =
      new ConcurrentHashMap<>();

  List<Problem> check(Schema schema, String path, Object value) {
    var problems = new ArrayList<Problem>();
    visit(schema, path, value, problems);
    return problems;
  }

  private void visit(Schema schema, String path, Object value, List<Problem> problems) {
    for (Object rule : schema.list("x-kubernetes-validations")) {
      Schema node = Schema.of(rule);
      String text = node.text("rule").orElseThrow();
      if (!text.contains(OLD) && !(boolean) evaluate(text, value)) {
        problems.add(problem(node, path, value));
      }
    }
    if (value instanceof Map<?, ?>) {
      Schema.map(value)
          .forEach(
              (key, child) ->
                  schema
                      .member(key)
                      .ifPresent(
                          s -> visit(s, path.isEmpty() ? key : path + "." + key, child, problems)));
    }
    if (value instanceof List<?> list && schema.items().isPresent()) {
      for (int i = 0; i < list.size(); i++) {
        visit(schema.items().get(), path + "[" + i + "]", list.get(i), problems);
      }
    }
  }

  private Problem problem(Schema rule, String path, Object value) {
    String where = path + rule.text("fieldPath").orElse("");
    String message =
        rule.text("messageExpression")
            .map(expression -> (String) evaluate(expression, value))
            .or(() -> rule.text("message"))
            .orElseThrow();
    String kind =
        switch (rule.text("reason").orElse("FieldValueInvalid")) {
          case "FieldValueRequired" -> "Required value: ";
          case "FieldValueForbidden" -> "Forbidden: ";
          case "FieldValueDuplicate" -> "Duplicate value: ";
          case String _ -> "Invalid value: ";
        };
    return new Problem(where.isEmpty() ? Problem.WHOLE : where, kind + message, false);
  }

  private Object evaluate(String expression, Object self) {
    try {
      return programs.computeIfAbsent(expression, this::compile).eval(Map.of("self", self));
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("CEL rule " + expression, e);
    }
  }

  private dev.cel.runtime.CelRuntime.Program compile(String expression) {
    try {
      return cel.createProgram(cel.compile(expression).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("CEL rule " + expression, e);
    }
  }

  private static long sum(List<?> numbers) {
    return numbers.stream().mapToLong(number -> (Long) number).sum();
  }
}
