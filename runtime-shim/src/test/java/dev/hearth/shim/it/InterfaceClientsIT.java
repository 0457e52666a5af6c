package dev.hearth.shim.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** AWS's own runtime interface clients in the image that the build made. */
class InterfaceClientsIT {
  private static final String HELLO = "{\"queryStringParameters\":{\"name\":\"Hearth\"}}";

  private static TestGateway specialised(ShimProcess shim, Settings settings, byte[] code)
      throws Exception {
    TestGateway gateway = shim.gateway();
    HttpReply reply = gateway.specialise(settings.text(), code);
    assertEquals(200, reply.status());
    assertTrue(!reply.body().contains("initError"), reply.body() + shim.log());
    return gateway;
  }

  private static void assertSaysHello(TestGateway gateway) throws Exception {
    for (int i = 0; i < 20; i++) {
      String answer = gateway.invoke(HELLO).body().replace(" ", "");
      assertTrue(answer.contains("\"statusCode\":200"), answer);
      assertTrue(answer.contains("{\\\"hello\\\":\\\"Hearth\\\"}"), answer);
    }
  }

  private static String tail(HttpReply reply) {
    return new String(Base64.getDecoder().decode(reply.header("Hearth-Log-Tail")), UTF_8);
  }

  private static Settings pythonSettings() throws Exception {
    return Settings.running(Tools.python().toString(), "-m", "awslambdaric", "${handler}")
        .needing("PYTHONPATH", "${taskRoot}")
        .runtime("python3.11");
  }

  @Test
  void python() throws Exception {
    String code =
        """
        import os
        def handler(event, context):
            if 'fail' in event: raise ValueError('as asked')
            if 'context' in event:
                return [context.client_context.custom, context.aws_request_id,
                        context.get_remaining_time_in_millis() > 0, os.environ['_X_AMZN_TRACE_ID']]
            print('handling')
            return event
        """;
    try (ShimProcess shim = Shims.start();
        TestGateway gateway =
            specialised(shim, pythonSettings(), new Zip().file("app.py", code).bytes())) {
      for (int i = 0; i < 20; i++) {
        assertEquals("{\"n\": " + i + "}", gateway.invoke("{\"n\":" + i + "}").body());
      }
      String large = "{\"a\": \"" + "x".repeat(3 << 20) + "\"}";
      assertTrue(large.equals(gateway.invoke(large).body()));
      HttpReply failed = gateway.invoke("{\"fail\":1}", Map.of("Hearth-Log-Tail", "1"));
      assertEquals("Unhandled", failed.header("Hearth-Function-Error"));
      assertTrue(failed.body().contains("\"errorType\": \"ValueError\""), failed.body());
      assertTrue(tail(failed).contains("[ERROR] ValueError: as asked"), tail(failed));
      String custom =
          Base64.getEncoder().encodeToString("{\"custom\":{\"k\":\"\u00e9\"}}".getBytes(UTF_8));
      String id = java.util.UUID.randomUUID().toString();
      HttpReply told =
          gateway.invoke(
              "{\"context\":1}",
              Map.of(
                  "Hearth-Request-Id", id,
                  "Hearth-Client-Context", custom,
                  "Hearth-Trace-Id", "Root=1-2-3"));
      assertEquals("[{\"k\": \"\\u00e9\"}, \"" + id + "\", true, \"Root=1-2-3\"]", told.body());
      HttpReply huge = gateway.invoke("{\"a\":\"" + "\u00e9".repeat(3 << 20) + "\"}");
      assertTrue(huge.headers().containsKey("Hearth-Function-Error") || huge.status() == 200);
      assertEquals("{}", gateway.invoke("{}").body());
    }
  }

  @Test
  void a_python_module_that_cannot_be_imported_fails_in_init_and_when_it_is_invoked()
      throws Exception {
    byte[] code = new Zip().file("app.py", "import nothing_of_that_name\n").bytes();
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway()) {
      HttpReply init = gateway.specialise(pythonSettings().text(), code);
      assertTrue(init.body().contains("\"initError\""), init.body());
      HttpReply reply = gateway.invoke("{}");
      assertEquals("Unhandled", reply.header("Hearth-Function-Error"));
      assertTrue(reply.body().contains("nothing_of_that_name"), reply.body());
      assertEquals("Runtime.ImportModuleError", reply.header("Hearth-Error-Type"));
    }
  }

  @Test
  void go() throws Exception {
    byte[] code = new Zip().file("bootstrap", Tools.goBootstrap()).withMode(0100755);
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = specialised(shim, Settings.running("${taskRoot}/bootstrap"), code)) {
      assertSaysHello(gateway);
    }
  }

  @Test
  void rust() throws Exception {
    byte[] code = new Zip().file("bootstrap", Tools.rustBootstrap()).withMode(0100755);
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = specialised(shim, Settings.running("${taskRoot}/bootstrap"), code)) {
      assertSaysHello(gateway);
    }
  }

  @Test
  void java() throws Exception {
    Settings settings =
        Settings.running(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                "${handler}")
            .handler(EchoHandler.class.getName() + "::handleRequest")
            .runtime("java25")
            .timeout(20_000);
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = specialised(shim, settings, new Zip().file("empty", "").bytes())) {
      for (int i = 0; i < 20; i++) {
        assertEquals("{\"n\":" + i + "}", gateway.invoke("{\"n\":" + i + "}").body());
      }
      HttpReply logged = gateway.invoke("{}", Map.of("Hearth-Log-Tail", "1"));
      assertTrue(tail(logged).contains("\nhandling\n"), tail(logged));
      HttpReply failed = gateway.invoke("{\"fail\":1}");
      assertTrue(failed.body().contains("as asked"), failed.body());
    }
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> new File(entry).getAbsolutePath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void node() throws Exception {
    String code =
        """
        export const handler = async (event) => {
          if (event.fail) throw new Error("as asked");
          console.log("handling");
          return { statusCode: 200, body: JSON.stringify({ hello: event.queryStringParameters.name }) };
        };
        export const streaming = awslambda.streamifyResponse(async (event, out) => {
          out.write("first ");
          await new Promise((done) => setTimeout(done, 50));
          out.write("second");
          out.end();
        });
        """;
    byte[] zip = new Zip().file("index.mjs", code).bytes();
    Settings settings =
        Settings.running("node", Tools.nodeStart().toString(), "${taskRoot}", "${handler}")
            .runtime("nodejs20.x")
            .timeout(10_000);
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = specialised(shim, settings.handler("index.handler"), zip)) {
      assertSaysHello(gateway);
      HttpReply failed = gateway.invoke("{\"fail\":1}");
      assertTrue(failed.body().contains("as asked"), failed.body());
    }
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = specialised(shim, settings.handler("index.streaming"), zip)) {
      HttpReply reply = gateway.invoke("{}");
      assertEquals("streaming", reply.header("Hearth-Response-Mode"));
      assertEquals("first second", reply.body());
      assertTrue(reply.trailers().containsKey("Hearth-Duration-Us"));
    }
  }
}
