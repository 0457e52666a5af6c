package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvokeIT {
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:echo";

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private TestGateway gateway;

  @BeforeEach
  void start() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    gateway = new TestGateway(folder, keys, source, config -> config);
    gateway.function("echo", "r1");
  }

  @AfterEach
  void stop() {
    gateway.close();
    source.close();
  }

  @Test
  void an_event_reaches_the_function_and_its_result_comes_back() {
    HttpResponse<String> reply = gateway.invoke("echo", "{\"a\":1}");
    assertEquals(200, reply.statusCode());
    assertEquals("{\"a\":1}", reply.body());
    assertEquals("$LATEST", header(reply, "X-Amz-Executed-Version"));
    assertEquals("application/json", header(reply, "Content-Type"));
    assertEquals("", header(reply, "X-Amz-Function-Error"));
  }

  @Test
  void the_sandbox_is_told_what_it_needs_and_the_reply_has_the_invocations_id() {
    HttpResponse<String> reply = gateway.invoke("echo:$LATEST", "{}");
    var seen = source.made.getFirst().invocations.getFirst().headers();
    assertEquals(header(reply, "x-amzn-RequestId"), seen.get("hearth-request-id"));
    assertEquals(ARN + ":$LATEST", seen.get("hearth-function-arn"));
    assertEquals(header(reply, "X-Amzn-Trace-Id"), seen.get("hearth-trace-id"));
    assertTrue(
        seen.get("hearth-trace-id")
            .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0"));
    var specialised = source.made.getFirst().specialisations.getFirst();
    assertTrue(specialised.body().contains("\"STAGE\":\"test\""));
    assertTrue(specialised.body().endsWith("zip of echor1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo",
        "echo?Qualifier=$LATEST",
        "echo:%24LATEST",
        "000000000000:function:echo",
        "000000000000%3Afunction%3Aecho%3A%24LATEST",
        "arn:aws:lambda:us-east-1:000000000000:function:echo",
        "arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Aecho?Qualifier=%24LATEST"
      })
  void a_function_answers_to_each_of_its_names(String name) {
    int query = name.indexOf('?');
    String path = query < 0 ? name : name.substring(0, query);
    String tail = query < 0 ? "" : name.substring(query);
    var uri = gateway.uri("/2015-03-31/functions/" + path + "/invocations" + tail);
    assertEquals(
        200, gateway.send(HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody())).statusCode());
  }

  @Test
  void a_missing_event_is_an_empty_object() {
    var request = gateway.invocation("echo").POST(BodyPublishers.noBody());
    assertEquals("{}", gateway.send(request).body());
  }

  @Test
  void a_trace_that_comes_in_goes_on() {
    String trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    var request = gateway.invocation("echo").header("X-Amzn-Trace-Id", trace);
    HttpResponse<String> reply = gateway.send(request.POST(BodyPublishers.ofString("1")));
    assertEquals(trace, header(reply, "X-Amzn-Trace-Id"));
    assertEquals(trace, seen("hearth-trace-id"));
  }

  @Test
  void a_client_context_goes_on_if_it_is_json_in_base64_and_not_too_long() {
    String good = base64("{\"custom\":{}}");
    assertEquals(200, withContext(good).statusCode());
    assertEquals(good, seen("hearth-client-context"));
    assertRejected(withContext("%%%"), 400, "InvalidRequestContentException");
    assertRejected(withContext(base64("{")), 400, "InvalidRequestContentException");
    assertEquals(200, withContext(base64("{\"a\":\"" + "x".repeat(2677) + "\"}")).statusCode());
    String over = base64("{\"a\":\"" + "x".repeat(2680) + "\"}");
    assertRejected(withContext(over), 400, "InvalidRequestContentException");
  }

  @Test
  void the_end_of_the_log_comes_back_when_it_is_asked_for() {
    String log = base64("START RequestId");
    source.makes(
        () ->
            new FakeShim(
                keys.publicKeyBase64(),
                (event, connection, shim) ->
                    FakeShim.reply(connection, "1", "Hearth-Log-Tail: " + log + "\r\n")));
    var request = gateway.invocation("echo").header("X-Amz-Log-Type", "Tail");
    HttpResponse<String> reply = gateway.send(request.POST(BodyPublishers.ofString("1")));
    assertEquals(log, header(reply, "X-Amz-Log-Result"));
    assertEquals("1", seen("hearth-log-tail"));
    request = gateway.invocation("echo").header("X-Amz-Log-Type", "All");
    assertRejected(
        gateway.send(request.POST(BodyPublishers.ofString("1"))), 400, "ValidationException");
  }

  @Test
  void a_function_that_fails_is_an_answer_with_status_200() {
    String error = "{\"errorType\":\"KeyError\",\"errorMessage\":\"x\"}";
    String headers = "Hearth-Function-Error: Unhandled\r\nHearth-Error-Type: KeyError\r\n";
    source.makes(
        () ->
            new FakeShim(
                keys.publicKeyBase64(),
                (event, connection, shim) -> FakeShim.reply(connection, error, headers)));
    HttpResponse<String> reply = gateway.invoke("echo", "{}");
    assertEquals(200, reply.statusCode());
    assertEquals("Unhandled", header(reply, "X-Amz-Function-Error"));
    assertEquals(error, reply.body());
    assertTrue(
        gateway
            .management("/metrics")
            .contains("errors_total{function_name=\"echo\",namespace=\"default\"} 1.0"));
  }

  @Test
  void what_does_not_exist_is_said_with_its_arn() {
    HttpResponse<String> reply = gateway.invoke("nobody", "{}");
    assertRejected(reply, 404, "ResourceNotFoundException");
    String text = "Function not found: " + ARN.replace("echo", "nobody");
    assertEquals("{\"Type\":\"User\",\"Message\":\"" + text + "\"}", reply.body());
    assertTrue(gateway.invoke("echo:7", "{}").body().contains("Function not found: " + ARN + ":7"));
    String elsewhere = ARN.replace("us-east-1", "eu-west-1");
    assertRejected(gateway.invoke(elsewhere, "{}"), 404, "ResourceNotFoundException");
    String foreign = ARN.replace("000000000000", "123456789012");
    assertRejected(gateway.invoke(foreign, "{}"), 403, "AccessDeniedException");
    assertRejected(gateway.invoke("a%20b", "{}"), 400, "ValidationException");
  }

  @Test
  void two_qualifiers_that_differ_are_refused() {
    var uri = gateway.uri("/2015-03-31/functions/echo:1/invocations?Qualifier=2");
    var request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("{}"));
    assertRejected(gateway.send(request), 400, "InvalidParameterValueException");
  }

  @Test
  void the_same_name_in_another_namespace_is_another_function() {
    gateway.catalogue.update(
        before -> {
          var after = new HashMap<>(before);
          after.put(
              new FunctionId("shop", "echo"),
              new Catalogue.Entry.Failed("InvalidRuntime", "shop's"));
          return after;
        });
    HttpResponse<String> shop =
        gateway.send(
            gateway
                .invocation("echo")
                .header("X-Hearth-Namespace", "shop")
                .POST(BodyPublishers.ofString("{}")));
    assertRejected(shop, 502, "InvalidRuntimeException");
    assertEquals(200, gateway.invoke("echo", "{}").statusCode());
  }

  @Test
  void a_function_that_cannot_run_says_why() {
    gateway.put("bad", new Catalogue.Entry.Failed("InvalidRuntime", "python9.9 is unknown"));
    HttpResponse<String> reply = gateway.invoke("bad", "{}");
    assertRejected(reply, 502, "InvalidRuntimeException");
    assertEquals("{\"Type\":\"Service\",\"Message\":\"python9.9 is unknown\"}", reply.body());
    gateway.put("bad", new Catalogue.Entry.Failed("FunctionError", "no"));
    assertRejected(gateway.invoke("bad", "{}"), 409, "ResourceConflictException");
  }

  @Test
  void other_invocation_types_are_answered_as_aws_does_or_refused_clearly() {
    HttpResponse<String> dry = typed("DryRun");
    assertEquals(204, dry.statusCode());
    assertEquals("", dry.body());
    assertEquals(0, source.made.size());
    HttpResponse<String> event = typed("Event");
    assertRejected(event, 400, "InvalidParameterValueException");
    assertTrue(event.body().contains("not supported yet"));
    assertRejected(typed("Maybe"), 400, "ValidationException");
  }

  @Test
  void unknown_paths_and_methods_are_answered_in_awss_form() {
    var unknown = HttpRequest.newBuilder(gateway.uri("/2015-03-31/functions/echo/code"));
    assertRejected(gateway.send(unknown), 404, "UnknownOperationException");
    HttpResponse<String> get = gateway.send(gateway.invocation("echo").GET());
    assertRejected(get, 405, "MethodNotAllowedException");
    assertEquals("POST", header(get, "Allow"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "nope", "{\"a\":1}x", "\"\u0001\""})
  void an_event_that_is_not_json_is_refused(String event) {
    HttpResponse<String> reply = gateway.invoke("echo", event);
    assertRejected(reply, 400, "InvalidRequestContentException");
    assertTrue(
        reply
            .body()
            .contains(
                "Could not parse request body into json: Could not parse payload into json: "));
    assertEquals(0, source.made.size());
  }

  @Test
  void health_readiness_and_metrics_have_a_port_of_their_own() {
    gateway.invoke("echo", "{}");
    gateway.invoke("echo", "{}");
    assertEquals("ok\n", gateway.management("/healthz"));
    assertEquals("ready\n", gateway.management("/readyz"));
    String metrics = gateway.management("/metrics");
    for (String line :
        new String[] {
          "invocations_total{function_name=\"echo\",namespace=\"default\"} 2.0",
          "cold_starts_total{function_name=\"echo\",namespace=\"default\"} 1.0",
          "errors_total{function_name=\"echo\",namespace=\"default\"} 0.0",
          "throttles_total{function_name=\"echo\",namespace=\"default\"} 0.0",
          "duration_seconds_count{function_name=\"echo\",namespace=\"default\"} 2",
          "concurrent_executions{function_name=\"echo\",namespace=\"default\"} 0.0"
        }) {
      assertTrue(metrics.contains(line), () -> line + " in\n" + metrics);
    }
  }

  private HttpResponse<String> withContext(String context) {
    var request = gateway.invocation("echo").header("X-Amz-Client-Context", context);
    return gateway.send(request.POST(BodyPublishers.ofString("{}")));
  }

  private HttpResponse<String> typed(String type) {
    var request = gateway.invocation("echo").header("X-Amz-Invocation-Type", type);
    return gateway.send(request.POST(BodyPublishers.ofString("{}")));
  }

  private String seen(String header) {
    return source.made.getFirst().invocations.getLast().headers().get(header);
  }

  static void assertRejected(HttpResponse<String> reply, int status, String type) {
    assertEquals(status, reply.statusCode(), reply.body());
    assertEquals(type, header(reply, "x-amzn-ErrorType"));
    assertEquals(36, header(reply, "x-amzn-RequestId").length());
  }

  static String header(HttpResponse<String> reply, String name) {
    return reply.headers().firstValue(name).orElse("");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
