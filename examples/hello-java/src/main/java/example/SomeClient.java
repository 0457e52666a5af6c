package example;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.Map;

/** Stands for what takes long to make, as clients of databases and of other services do. */
final class SomeClient {
  private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();

  SomeClient() {
    greeting("nobody"); // the first use is the slow one; let Init have it
  }

  String greeting(String name) {
    return gson.toJson(Map.of("hello", name));
  }
}
