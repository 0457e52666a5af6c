package dev.hearth.cli.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** boto3 against local mode. */
class Boto3IT {
  private static LocalMode local;
  private static PythonClients clients;

  @BeforeAll
  static void start() throws Exception {
    local =
        LocalMode.serving(
            LocalMode.ofTests("echo"), LocalMode.ofTests("fail"), LocalMode.ofTests("stream"));
    clients = new PythonClients(local.endpoint());
  }

  @AfterAll
  static void end() throws Exception {
    local.end();
  }

  @Test
  void an_invocation_answers_with_payload_status_and_version() throws Exception {
    assertEquals(
        "200 $LATEST None {\"n\": [1, \"\\u00fc\"]}",
        clients.boto3(
            """
            r = client.invoke(FunctionName="echo", Payload=json.dumps({"n": [1, "\\u00fc"]}))
            event = json.load(r["Payload"])["event"]
            print(r["StatusCode"], r["ExecutedVersion"], r.get("FunctionError"), json.dumps(event))
            """));
  }

  @Test
  void the_log_tail_has_what_the_function_printed_and_the_report() throws Exception {
    String log =
        clients.boto3(
            """
            r = client.invoke(FunctionName="echo", LogType="Tail", Payload='{"tail":1}')
            print(base64.b64decode(r["LogResult"]).decode())
            """);
    assertTrue(log.contains("START RequestId: "), log);
    assertTrue(log.contains("heard {'tail': 1}"), log);
    assertTrue(log.contains("END RequestId: "), log);
    assertTrue(log.contains("Memory Size: 128 MB"), log);
  }

  @Test
  void the_client_context_reaches_the_function() throws Exception {
    assertEquals(
        "{'who': 'me'}",
        clients.boto3(
            """
            context = base64.b64encode(json.dumps({"custom": {"who": "me"}}).encode()).decode()
            r = client.invoke(FunctionName="echo", ClientContext=context, Payload="{}")
            print(json.load(r["Payload"])["custom"])
            """));
  }

  @Test
  void a_function_has_many_names_and_hears_its_arn_as_it_was_qualified() throws Exception {
    String arn = "arn:aws:lambda:us-east-1:000000000000:function:echo";
    assertEquals(
        String.join("\n", arn, arn, arn, arn + ":$LATEST", arn + ":$LATEST"),
        clients.boto3(
            """
            arn = "arn:aws:lambda:us-east-1:000000000000:function:echo"
            for name in "echo", "000000000000:function:echo", arn, "echo:$LATEST":
                print(json.load(client.invoke(FunctionName=name)["Payload"])["arn"])
            r = client.invoke(FunctionName=arn, Qualifier="$LATEST")
            print(json.load(r["Payload"])["arn"])
            """));
  }

  @Test
  void a_functions_exception_is_a_function_error_with_its_document() throws Exception {
    assertEquals(
        "200 Unhandled ValueError no luck",
        clients.boto3(
            """
            r = client.invoke(FunctionName="fail", Payload='{"what":"luck"}')
            e = json.load(r["Payload"])
            print(r["StatusCode"], r["FunctionError"], e["errorType"], e["errorMessage"])
            """));
  }

  @Test
  void refusals_are_typed_exceptions() throws Exception {
    assertEquals(
        """
        ResourceNotFoundException 404 User
        InvalidRequestContentException 400 User
        RequestTooLargeException 413 User
        ResourceNotFoundException 404 User""",
        clients.boto3(
            """
            def refused(**request):
                try:
                    client.invoke(**request)
                    print("not refused")
                except client.exceptions.ClientError as e:
                    status = e.response["ResponseMetadata"]["HTTPStatusCode"]
                    assert isinstance(e, getattr(client.exceptions, e.response["Error"]["Code"]))
                    print(e.response["Error"]["Code"], status, e.response.get("Type"))
            refused(FunctionName="absent")
            refused(FunctionName="echo", Payload="{broken")
            refused(FunctionName="echo", Payload='"' + "x" * 6_291_555 + '"')
            refused(FunctionName="echo", Qualifier="7")
            """));
  }

  @Test
  void a_dry_run_runs_nothing() throws Exception {
    assertEquals(
        "204",
        clients.boto3(
            """
            print(client.invoke(FunctionName="fail", InvocationType="DryRun")["StatusCode"])
            """));
  }

  @Test
  void a_streams_first_chunk_is_here_before_the_function_ends() throws Exception {
    assertEquals("first; last None None", clients.boto3(stream(false)));
  }

  @Test
  void a_stream_that_fails_half_way_says_so_at_its_end() throws Exception {
    String said = clients.boto3(stream(true));
    assertTrue(said.startsWith("first;"), said);
    assertTrue(said.contains("half way"), said);
  }

  @Test
  void what_a_function_does_not_stream_comes_as_one_chunk() throws Exception {
    assertEquals(
        "['PayloadChunk', 'InvokeComplete']",
        clients.boto3(
            """
            r = client.invoke_with_response_stream(FunctionName="echo", Payload="{}")
            print([next(iter(event)) for event in r["EventStream"]])
            """));
  }

  private static String stream(boolean fail) throws IOException {
    return """
    import pathlib
    until = pathlib.Path("%s")
    r = client.invoke_with_response_stream(
        FunctionName="stream", Payload=json.dumps({"until": str(until), "fail": %s}))
    said = []
    for event in r["EventStream"]:
        if "PayloadChunk" in event:
            said.append(event["PayloadChunk"]["Payload"].decode())
            until.touch()
        else:
            end = event["InvokeComplete"]
            said += [end.get("ErrorCode"), end.get("ErrorDetails")]
    print(*said)
    """
        .formatted(LocalMode.seenBySandboxes(), fail ? "True" : "False");
  }
}
