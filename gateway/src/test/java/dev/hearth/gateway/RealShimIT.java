package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.Artifact;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.testing.PythonClient;
import dev.hearth.gateway.testing.RawClient;
import dev.hearth.gateway.testing.ShimProcesses;
import dev.hearth.gateway.testing.TestGateway;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RealShimIT {
  private static final int LIMIT = 6_291_556;

  /** With so much beside the code, all of it does not go to the sandbox in one write. */
  private static final int DATA = 300_000;

  private static final String CODE =
      """
      import os, time
      def handler(event, context):
          if event == "pid":
              return os.getpid()
          if event == "data":
              return os.path.getsize("data.bin")
          if event == "exit":
              os._exit(7)
          if event == "hang":
              time.sleep(60)
          if event == "raise":
              raise KeyError("nothing here")
          if isinstance(event, dict) and "make" in event:
              return "x" * (event["make"] - 2)
          if isinstance(event, dict) and "sleep" in event:
              time.sleep(event["sleep"])
          return event
      """;

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private ShimProcesses source;
  private TestGateway gateway;

  @BeforeEach
  void start() throws IOException {
    Optional<Path> client = ShimProcesses.available() ? PythonClient.installed() : Optional.empty();
    if (client.isEmpty()) {
      String why = "SKIPPED RealShimIT: it needs runtime-shim/target/image, python3 and pip";
      System.err.println(why);
      assumeTrue(false, why);
    }
    source = new ShimProcesses(folder.resolve("sandboxes"), keys.publicKeyBase64());
    gateway = new TestGateway(folder.resolve("artifacts"), keys, source, config -> config);
    gateway.put("py", new Catalogue.Entry.Ready(function(client.get())));
  }

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.close();
      source.close();
    }
  }

  @Test
  void a_python_function_answers_fails_exits_and_hangs_as_on_aws() {
    assertEquals("{\"a\": 1}", gateway.invoke("py", "{\"a\":1}").body());
    assertEquals(Integer.toString(DATA), gateway.invoke("py", "\"data\"").body());
    HttpResponse<String> raised = gateway.invoke("py", "\"raise\"");
    assertEquals("Unhandled", InvokeIT.header(raised, "X-Amz-Function-Error"));
    assertTrue(raised.body().contains("\"errorType\": \"KeyError\""), raised.body());
    assertFailed(
        "\"exit\"", "Runtime.ExitError", "Error: Runtime exited with error: exit status 7");
    assertFailed("\"hang\"", "Sandbox.Timedout", "Error: Task timed out after 8.00 seconds");
    assertEquals("1", gateway.invoke("py", "1").body());
    assertEquals(1, source.acquired.size());
  }

  @Test
  void results_and_events_have_the_same_limit() {
    String event = "\"" + "x".repeat(LIMIT - 2) + "\"";
    assertEquals(event, gateway.invoke("py", event).body());
    assertEquals(LIMIT, gateway.invoke("py", "{\"make\":" + LIMIT + "}").body().length());
    HttpResponse<String> over = gateway.invoke("py", "{\"make\":" + (LIMIT + 1) + "}");
    assertTrue(over.body().contains("Function.ResponseSizeTooLarge"), over.body());
    InvokeIT.assertRejected(gateway.invoke("py", event + " "), 413, "RequestTooLargeException");
    assertEquals(1, source.acquired.size());
  }

  @Test
  void an_upload_that_breaks_off_or_is_no_json_leaves_the_same_runtime_idle() throws IOException {
    String pid = gateway.invoke("py", "\"pid\"").body();
    for (int i = 0; i < 5; i++) {
      try (var client = new RawClient(gateway.server.port())) {
        client
            .send("POST /2015-03-31/functions/py/invocations HTTP/1.1\r\nHost: x\r\n")
            .send("Content-Length: 500000\r\n\r\n\"")
            .send("x".repeat(300_000));
      }
      String bad = "[" + "1,".repeat(100_000) + "]";
      InvokeIT.assertRejected(gateway.invoke("py", bad), 400, "InvalidRequestContentException");
    }
    assertEquals(pid, gateway.invoke("py", "\"pid\"").body());
  }

  @Test
  void parallel_requests_get_parallel_runtimes() {
    var replies =
        IntStream.range(0, 4)
            .mapToObj(
                i -> gateway.invocation("py").POST(BodyPublishers.ofString("{\"sleep\":1.5}")))
            .map(r -> gateway.client.sendAsync(r.build(), BodyHandlers.ofString()))
            .toList();
    replies.stream().map(CompletableFuture::join).forEach(r -> assertEquals(200, r.statusCode()));
    assertEquals(4, source.acquired.size());
  }

  @Test
  void a_sandbox_that_is_killed_idle_or_at_work_is_replaced() {
    assertEquals("1", gateway.invoke("py", "1").body());
    var request = gateway.invocation("py").POST(BodyPublishers.ofString("\"hang\"")).build();
    var hanging = gateway.client.sendAsync(request, BodyHandlers.ofString());
    while (!gateway
        .management("/metrics")
        .contains("concurrent_executions{function_name=\"py\",namespace=\"default\"} 1.0")) {
      Thread.onSpinWait();
    }
    source.kill(source.acquired.getFirst());
    assertTrue(hanging.join().body().contains("Runtime.ExitError"));
    assertEquals("2", gateway.invoke("py", "2").body());
    assertEquals(2, source.acquired.size());
  }

  private void assertFailed(String event, String type, String message) {
    HttpResponse<String> reply = gateway.invoke("py", event);
    assertEquals("Unhandled", InvokeIT.header(reply, "X-Amz-Function-Error"));
    String text = "RequestId: " + InvokeIT.header(reply, "x-amzn-RequestId") + " " + message;
    assertTrue(reply.body().contains(type) && reply.body().contains(text), reply.body());
  }

  private FunctionVersion function(Path client) throws IOException {
    Artifact code = gateway.artifacts.put(Artifact.Kind.CODE, new ByteArrayInputStream(zip()));
    return new FunctionVersion(
        new FunctionId(Accounts.LOCAL_NAMESPACE, "py"),
        FunctionVersion.LATEST,
        "r1",
        "python3.11",
        List.of("python3", "-m", "awslambdaric", "${handler}"),
        Map.of("PYTHONPATH", client.toString(), "PATH", System.getenv("PATH")),
        FunctionVersion.TASK_ROOT,
        "app.handler",
        256,
        8_000,
        512,
        Map.of(),
        Map.of(),
        FunctionVersion.Logging.TEXT,
        List.of(code),
        "");
  }

  private static byte[] zip() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("app.py"));
      zip.write(CODE.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("data.bin"));
      zip.write(new byte[DATA]);
    }
    return bytes.toByteArray();
  }
}
