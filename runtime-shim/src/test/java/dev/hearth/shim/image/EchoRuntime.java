package dev.hearth.shim.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.shim.it.HttpClientSocket;
import dev.hearth.shim.it.HttpReply;
import java.io.IOException;
import java.util.Map;

/** The least runtime there can be: echoes, prints, sleeps where the event is a number of ms. */
public final class EchoRuntime {
  private static final String INVOCATION = "/2018-06-01/runtime/invocation/";

  private EchoRuntime() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (HttpClientSocket api =
        new HttpClientSocket(HttpClientSocket.address(System.getenv("AWS_LAMBDA_RUNTIME_API")))) {
      while (true) {
        HttpReply next = api.request("GET", INVOCATION + "next", Map.of(), new byte[0]);
        System.out.println("echo " + next.body());
        if (next.body().matches("[0-9]+")) {
          Thread.sleep(Long.parseLong(next.body()));
        }
        api.request(
            "POST",
            INVOCATION + next.header("Lambda-Runtime-Aws-Request-Id") + "/response",
            Map.of("Content-Type", "application/json"),
            next.body().getBytes(UTF_8));
      }
    }
  }
}
