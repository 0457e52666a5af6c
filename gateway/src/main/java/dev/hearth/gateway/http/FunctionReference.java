package dev.hearth.gateway.http;

import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.invocation.Rejection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a caller's name for a function means here: AWS takes names, partial and full ARNs. */
sealed interface FunctionReference {
  /**
   * A function of an account and the region served here.
   *
   * @param qualifier null where none was given
   */
  record Here(FunctionId id, String qualifier) implements FunctionReference {}

  /** Nothing that could be invoked here. */
  record Not(Outcome.Rejected why) implements FunctionReference {}

  /**
   * What is known beside the name.
   *
   * @param namespace as the request's header names it, or null
   */
  record Asker(Accounts accounts, String region, String namespace) {}

  /** Longest namespace. */
  int MAX_NAMESPACE = 63;

  /** Longest function name. */
  int MAX_NAME = 64;

  /** Longest qualifier. */
  int MAX_QUALIFIER = 128;

  String SYNTAX =
      "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?"
          + "(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";
  Pattern NAMESPACE =
      Pattern.compile("[a-z0-9]([-a-z0-9]{0," + (MAX_NAMESPACE - 2) + "}[a-z0-9])?");
  Pattern PLAIN = Pattern.compile("[a-zA-Z0-9-_]{1,64}");
  Pattern PARTS =
      Pattern.compile(
          "(?:arn:(?<partition>aws[a-zA-Z-]*):lambda:(?=[a-z]))?"
              + "(?:(?<region>(?:eusc-)?[a-z]{2}(?:-[a-z]+)+-\\d):(?=\\d{12}:function:))?"
              + "(?:(?<account>\\d{12}):(?=.))?(?:function:(?=.))?"
              + "(?<name>[a-zA-Z0-9-_]+)"
              + "(?::(?<qualifier>\\$LATEST(?:\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?");

  static FunctionReference of(String function, String query, Asker asker) {
    String namespace = asker.namespace();
    if (namespace != null && !NAMESPACE.matcher(namespace).matches()) {
      return invalid("X-Hearth-Namespace", namespace, NAMESPACE.pattern());
    }
    if (query == null && PLAIN.matcher(function).matches()) {
      String meant = namespace == null ? asker.accounts().defaultNamespace() : namespace;
      return new Here(new FunctionId(meant, function), null);
    }
    Matcher parts = PARTS.matcher(function);
    boolean full = function.startsWith("arn:");
    if (!parts.matches() || full != (parts.group("partition") != null)) {
      return invalid("functionName", function, SYNTAX);
    }
    if (full && parts.group("region") == null) {
      return invalid("functionName", function, SYNTAX);
    }
    String name = parts.group("name");
    String qualifier = parts.group("qualifier");
    if (name.length() > MAX_NAME) {
      return not(Rejection.VALIDATION, tooLong("functionName", function, MAX_NAME));
    }
    if (query != null && !query.matches("\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+")) {
      return invalid("qualifier", query, "(|[a-zA-Z0-9$_-]+)");
    }
    String asked = query == null ? qualifier : query;
    if (asked != null && asked.length() > MAX_QUALIFIER) {
      return not(Rejection.VALIDATION, tooLong("qualifier", asked, MAX_QUALIFIER));
    }
    if (qualifier != null && !qualifier.equals(asked)) {
      return not(
          Rejection.INVALID_PARAMETER_VALUE,
          "The derived qualifier from the function name does not match the specified qualifier.");
    }
    return here(parts, name, asked, asker);
  }

  private static FunctionReference here(Matcher parts, String name, String qualifier, Asker asker) {
    String region = asker.region();
    String otherRegion = parts.group("region");
    if (otherRegion != null && !otherRegion.equals(region)) {
      return not(
          Rejection.RESOURCE_NOT_FOUND,
          "Functions from '"
              + otherRegion
              + "' are not reachable in this region ('"
              + region
              + "')");
    }
    String account = parts.group("account");
    String meant =
        account == null
            ? asker.accounts().defaultNamespace()
            : asker.accounts().namespaceOf(account).orElse(null);
    if (meant == null) {
      String arn = arn(region, account, name, qualifier);
      return not(
          Rejection.ACCESS_DENIED,
          "Not authorized to perform: lambda:InvokeFunction on resource: "
              + arn
              + " because no resource-based policy allows the lambda:InvokeFunction action");
    }
    String namespace = asker.namespace() == null ? meant : asker.namespace();
    return new Here(new FunctionId(namespace, name), qualifier);
  }

  /** The ARN of a function, with its qualifier if there is one. */
  static String arn(String region, String account, String name, String qualifier) {
    String service = "arn:" + partition(region) + ":lambda:";
    String arn = service + region + ":" + account + ":function:" + name;
    return qualifier == null ? arn : arn + ":" + qualifier;
  }

  private static String partition(String region) {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  private static FunctionReference invalid(String member, String value, String pattern) {
    return not(Rejection.VALIDATION, Constraint.pattern(member, value, pattern));
  }

  private static String tooLong(String member, String value, int limit) {
    return Constraint.length(member, value, limit);
  }

  private static FunctionReference not(Rejection rejection, String message) {
    return new Not(new Outcome.Rejected(rejection, message));
  }
}
