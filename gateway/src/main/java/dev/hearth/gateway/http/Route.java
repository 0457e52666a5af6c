package dev.hearth.gateway.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Which operation of AWS's API a method and a URI mean. */
sealed interface Route {
  /**
   * A function is to be invoked.
   *
   * @param function as it stands in the path, decoded
   * @param qualifier as it stands in the query, decoded; null where there is none
   * @param streaming whether the answer is an event stream
   */
  record Invoke(String function, String qualifier, boolean streaming) implements Route {}

  /** Nothing that is served here. */
  record Unknown() implements Route {}

  /** A known path, but not with this method. */
  record WrongMethod(String allowed) implements Route {}

  String INVOKE = "/2015-03-31/functions/";
  String INVOKE_END = "/invocations";
  String STREAM = "/2021-11-15/functions/";
  String STREAM_END = "/response-streaming-invocations";

  static Route of(String method, String uri) {
    int question = uri.indexOf('?');
    int end = question < 0 ? uri.length() : question;
    String function = between(uri, end, INVOKE, INVOKE_END);
    boolean streaming = function == null;
    if (streaming) {
      function = between(uri, end, STREAM, STREAM_END);
    }
    if (function == null) {
      return new Unknown();
    }
    if (!method.equals("POST")) {
      return new WrongMethod("POST");
    }
    try {
      String qualifier = question < 0 ? null : parameter(uri.substring(question + 1));
      return new Invoke(decoded(function), qualifier, streaming);
    } catch (IllegalArgumentException notEncoded) {
      return new Unknown();
    }
  }

  private static String between(String uri, int end, String start, String rest) {
    int from = start.length();
    int to = end - rest.length();
    boolean matches = to > from && uri.startsWith(start) && uri.startsWith(rest, to);
    return matches && uri.indexOf('/', from) == to ? uri.substring(from, to) : null;
  }

  private static String parameter(String query) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith("Qualifier=")) {
        String qualifier = decoded(pair.substring("Qualifier=".length()));
        return qualifier.isEmpty() ? null : qualifier;
      }
    }
    return null;
  }

  private static String decoded(String text) {
    // In a path a plus is a plus.
    return text.indexOf('%') < 0
        ? text
        : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
