package dev.hearth.shim.api;

/** What a runtime asks for. */
sealed interface RuntimeRoute {
  record Next() implements RuntimeRoute {}

  record Response(String requestId) implements RuntimeRoute {}

  record ErrorOf(String requestId) implements RuntimeRoute {}

  record InitError() implements RuntimeRoute {}

  record Ping() implements RuntimeRoute {}

  record WrongMethod() implements RuntimeRoute {}

  record Unknown() implements RuntimeRoute {}

  String BASE = "/2018-06-01";
  String NEXT = BASE + "/runtime/invocation/next";
  String INVOCATION = BASE + "/runtime/invocation/";

  static RuntimeRoute of(String method, String target) {
    if (target.equals(NEXT)) {
      return method.equals("GET") ? new Next() : new WrongMethod();
    }
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    if (path.startsWith(INVOCATION)) {
      return invocation(method, path);
    }
    return switch (path) {
      case BASE + "/runtime/init/error" ->
          method.equals("POST") ? new InitError() : new WrongMethod();
      case "/ping", BASE + "/ping" -> method.equals("GET") ? new Ping() : new WrongMethod();
      default -> new Unknown();
    };
  }

  private static RuntimeRoute invocation(String method, String path) {
    int slash = path.indexOf('/', INVOCATION.length());
    String id = slash < 0 ? "" : path.substring(INVOCATION.length(), slash);
    String what = slash < 0 ? path.substring(INVOCATION.length()) : path.substring(slash + 1);
    if (id.isEmpty()) {
      return what.equals("next")
          ? method.equals("GET") ? new Next() : new WrongMethod()
          : new Unknown();
    }
    return switch (what) {
      case "response" -> method.equals("POST") ? new Response(id) : new WrongMethod();
      case "error" -> method.equals("POST") ? new ErrorOf(id) : new WrongMethod();
      default -> new Unknown();
    };
  }
}
