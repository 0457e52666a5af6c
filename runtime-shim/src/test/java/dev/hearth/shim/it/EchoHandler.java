package dev.hearth.shim.it;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** A Java function under AWS's client. */
public final class EchoHandler implements RequestHandler<Map<String, Object>, Object> {
  @Override
  public Object handleRequest(Map<String, Object> event, Context context) {
    if (event.containsKey("fail")) {
      throw new IllegalStateException("as asked");
    }
    context.getLogger().log("handling\n");
    return event;
  }
}
