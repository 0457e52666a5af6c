package dev.hearth.cli.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AWS CLI against local mode. */
class AwsCliIT {
  private static LocalMode local;
  private static PythonClients clients;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    local = LocalMode.serving(LocalMode.ofTests("echo"), LocalMode.ofTests("fail"));
    clients = new PythonClients(local.endpoint());
  }

  @AfterAll
  static void end() throws Exception {
    local.end();
  }

  @Test
  void invoke_writes_the_answer_to_a_file() throws Exception {
    Path answer = folder.resolve("answer.json");
    var ended =
        clients.cli(
            "invoke", "--function-name", "echo", "--payload", "{\"a\":1}", answer.toString());
    assertEquals(0, ended.status(), ended.output());
    assertTrue(ended.output().contains("\"StatusCode\": 200"), ended.output());
    assertTrue(Files.readString(answer).contains("{\"a\": 1}"), Files.readString(answer));
  }

  @Test
  void a_functions_error_is_shown_and_its_document_written() throws Exception {
    Path answer = folder.resolve("answer.json");
    var ended =
        clients.cli(
            "invoke",
            "--function-name",
            "fail",
            "--payload",
            "{\"what\":\"luck\"}",
            answer.toString());
    assertEquals(0, ended.status(), ended.output());
    assertTrue(ended.output().contains("\"FunctionError\": \"Unhandled\""), ended.output());
    assertTrue(Files.readString(answer).contains("no luck"), Files.readString(answer));
  }

  @Test
  void an_unknown_function_is_named() throws Exception {
    var ended = clients.cli("invoke", "--function-name", "absent", "/dev/null");
    assertNotEquals(0, ended.status());
    assertTrue(ended.output().contains("(ResourceNotFoundException)"), ended.output());
    assertTrue(
        ended
            .output()
            .contains("Function not found: arn:aws:lambda:us-east-1:000000000000:function:absent"),
        ended.output());
  }
}
