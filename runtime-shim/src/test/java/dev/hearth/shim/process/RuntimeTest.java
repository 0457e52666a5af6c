package dev.hearth.shim.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.hearth.shim.function.FunctionSettings;
import dev.hearth.shim.function.LogSettings;
import dev.hearth.shim.lifecycle.ExitStatus;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeTest {
  private static final Placeholders PLACES =
      new Placeholders(Path.of("/task"), Path.of("/layers"), "app.handler");

  private static FunctionSettings function(
      String runtime, Map<String, String> users, LogSettings logs) {
    return new FunctionSettings(
        "hello",
        "7",
        "r",
        "1",
        "eu-west-1",
        runtime,
        List.of("x"),
        Map.of("PYTHONPATH", "${taskRoot}/ric", "NEEDED", "runtime"),
        "/task",
        "app.handler",
        256,
        3000,
        users,
        "on-demand",
        logs,
        List.of());
  }

  private static Map<String, String> environment(FunctionSettings function) {
    return RuntimeEnvironment.of(
        Map.of("PATH", "/usr/bin", "HOME", "/root", "_LAMBDA_TELEMETRY_LOG_FD", "3"),
        function,
        PLACES,
        "127.0.0.1:9001",
        "stream");
  }

  @Test
  void the_environment_is_aws() {
    Map<String, String> variables =
        environment(function("python3.11", Map.of(), new LogSettings(true, "DEBUG", "INFO")));
    assertEquals("127.0.0.1:9001", variables.get("AWS_LAMBDA_RUNTIME_API"));
    assertEquals("hello", variables.get("AWS_LAMBDA_FUNCTION_NAME"));
    assertEquals("7", variables.get("AWS_LAMBDA_FUNCTION_VERSION"));
    assertEquals("256", variables.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
    assertEquals("/aws/lambda/hello", variables.get("AWS_LAMBDA_LOG_GROUP_NAME"));
    assertEquals("stream", variables.get("AWS_LAMBDA_LOG_STREAM_NAME"));
    assertEquals("on-demand", variables.get("AWS_LAMBDA_INITIALIZATION_TYPE"));
    assertEquals("JSON", variables.get("AWS_LAMBDA_LOG_FORMAT"));
    assertEquals("DEBUG", variables.get("AWS_LAMBDA_LOG_LEVEL"));
    assertEquals("AWS_Lambda_python3.11", variables.get("AWS_EXECUTION_ENV"));
    assertEquals("eu-west-1", variables.get("AWS_REGION"));
    assertEquals("eu-west-1", variables.get("AWS_DEFAULT_REGION"));
    assertEquals("app.handler", variables.get("_HANDLER"));
    assertEquals("/task", variables.get("LAMBDA_TASK_ROOT"));
    assertEquals("/var/runtime", variables.get("LAMBDA_RUNTIME_DIR"));
    assertEquals(":UTC", variables.get("TZ"));
    assertEquals("en_US.UTF-8", variables.get("LANG"));
    assertEquals("LOG_ERROR", variables.get("AWS_XRAY_CONTEXT_MISSING"));
    assertEquals("2000", variables.get("_AWS_XRAY_DAEMON_PORT"));
    assertEquals("/usr/bin:/layers/bin", variables.get("PATH"));
    assertEquals("/root", variables.get("HOME"));
    assertNull(variables.get("_LAMBDA_TELEMETRY_LOG_FD"));
  }

  @Test
  void provided_runtimes_have_no_execution_environment_and_text_no_level() {
    Map<String, String> variables =
        environment(
            function("provided.al2023", Map.of("AWS_LAMBDA_LOG_LEVEL", "x"), LogSettings.TEXT));
    assertNull(variables.get("AWS_EXECUTION_ENV"));
    assertNull(variables.get("AWS_LAMBDA_LOG_LEVEL"));
  }

  @Test
  void users_may_replace_what_is_unreserved_and_nothing_else() {
    Map<String, String> variables =
        environment(
            function(
                "python3.11",
                Map.of("TZ", "Asia/Seoul", "AWS_REGION", "mars", "NEEDED", "user", "MINE", "1"),
                LogSettings.TEXT));
    assertEquals("Asia/Seoul", variables.get("TZ"));
    assertEquals("eu-west-1", variables.get("AWS_REGION"));
    assertEquals("runtime", variables.get("NEEDED"));
    assertEquals("1", variables.get("MINE"));
  }

  @Test
  void a_users_folders_come_before_those_that_the_runtime_needs() {
    Map<String, String> variables =
        environment(function("python3.11", Map.of("PYTHONPATH", "/mine"), LogSettings.TEXT));
    assertEquals("/mine:/task/ric", variables.get("PYTHONPATH"));
  }

  @Test
  void commands_name_what_only_the_sandbox_knows() {
    assertEquals(
        List.of("/task/bootstrap", "app.handler", "/layers/x", "$other"),
        PLACES.fill(List.of("${taskRoot}/bootstrap", "${handler}", "${layerRoot}/x", "$other")));
  }

  @Test
  void the_resident_pages_are_the_second_number() {
    ByteBuffer line = ByteBuffer.wrap("7012 345 12 1 0\n".getBytes(UTF_8));
    assertEquals(345, RuntimeProcess.pages(line, line.remaining()));
  }

  @Test
  void an_exit_is_told_in_aws_words() {
    assertEquals("Runtime exited without providing a reason", ExitStatus.of(0).message());
    assertEquals("Runtime exited with error: exit status 127", ExitStatus.of(127).message());
    assertEquals("Runtime exited with error: exit status 255", ExitStatus.of(255).message());
    assertEquals("Runtime exited with error: signal: killed", ExitStatus.of(137).message());
    assertEquals(
        "Runtime exited with error: signal: segmentation fault", ExitStatus.of(139).message());
  }
}
