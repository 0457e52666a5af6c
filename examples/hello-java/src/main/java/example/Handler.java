package example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;

/** Greets whoever the event names. */
public class Handler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private final SomeClient client = new SomeClient(); // made in the Init phase, kept for every event

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("statusCode", 200);
    answer.put("body", client.greeting(name(event)));
    return answer;
  }

  private static String name(Map<String, Object> event) {
    return event.get("queryStringParameters") instanceof Map<?, ?> query
            && query.get("name") instanceof String name
        ? name
        : "world";
  }
}
