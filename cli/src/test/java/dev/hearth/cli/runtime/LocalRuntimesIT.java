package dev.hearth.cli.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * AWS's own clients, brought by {@link LocalRuntimes}, start a handler and answer an invocation.
 */
class LocalRuntimesIT {
  private final List<String> progress = new CopyOnWriteArrayList<>();
  private final LocalRuntimes runtimes = new LocalRuntimes(System.getenv(), progress::add);

  private final Map<String, String> more = new HashMap<>();

  @TempDir Path taskRoot;

  @Test
  void a_python_handler_sees_its_own_folder_first_on_the_path() throws Exception {
    Files.writeString(
        taskRoot.resolve("app.py"),
        """
        import sys
        def handler(event, context):
            return [sys.path[0], event["n"], sys.argv[1:], "boto3" in __import__("boto3").__name__]
        """);
    assertEquals(
        "[\"" + taskRoot + "\", 7, [\"app.handler\"], true]",
        answer("python3.11", "app.handler", "{\"n\":7}"));
  }

  @Test
  void a_python_handler_leaves_no_bytecode_in_its_folder() throws Exception {
    Files.writeString(taskRoot.resolve("other.py"), "X = 1");
    Files.writeString(
        taskRoot.resolve("app.py"), "import other\ndef handler(e, c): return other.X");
    assertEquals("1", answer("python3.12", "app.handler", "{}"));
    try (Stream<Path> left = Files.list(taskRoot)) {
      assertEquals(2, left.count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nodejs18.x", "nodejs22.x", "nodejs24.x"})
  void a_node_handler_that_is_an_es_module_answers(String runtime) throws Exception {
    Files.writeString(
        taskRoot.resolve("index.mjs"), "export const handler = async (event) => event.n + 1;");
    assertEquals("8", answer(runtime, "index.handler", "{\"n\":7}"));
  }

  @Test
  void a_node_handler_with_a_callback_answers_where_aws_still_allows_it() throws Exception {
    Files.writeString(
        taskRoot.resolve("index.js"),
        "exports.handler = (event, context, done) => setTimeout(() => done(null, event.n), 1);");
    assertEquals("7", answer("nodejs20.x", "index.handler", "{\"n\":7}"));
  }

  @Test
  void a_provided_runtime_is_the_functions_own_bootstrap() {
    assertEquals(
        new Resolution.Found(List.of("${taskRoot}/bootstrap"), Map.of()),
        runtimes.resolve("provided.al2023"));
  }

  @Test
  void a_java_handler_answers_from_classes_in_its_folder() throws Exception {
    Path source = taskRoot.resolve("Plain.java");
    Files.writeString(
        source,
        """
        public class Plain {
          public Integer add(java.util.Map<String, Integer> event) {
            return event.get("n") + 1;
          }
        }
        """);
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()));
    // With this the JVM refuses to start without the AOT cache, so it shows that the cache is good.
    more.put("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");
    assertEquals("8", answer("java21", "Plain::add", "{\"n\":7}"));
  }

  @Test
  void javas_client_starts_and_reports_a_class_that_is_not_there() throws Exception {
    String error = answer("java21", "example.Absent::handleRequest", "{}");
    assertTrue(error.contains("example.Absent"), error);
  }

  @Test
  void two_that_prepare_at_once_get_the_same_whole_folder(@TempDir Path folder) throws Exception {
    var one = new LocalRuntimes(folder, System.getenv(), progress::add);
    var other = new LocalRuntimes(folder, System.getenv(), progress::add);
    try (var pool = Executors.newFixedThreadPool(2)) {
      var first = pool.submit(() -> one.resolve("java25"));
      var second = pool.submit(() -> other.resolve("java25"));
      assertEquals(first.get(1, TimeUnit.MINUTES), second.get(1, TimeUnit.MINUTES));
    }
  }

  private String answer(String runtime, String handler, String event) throws Exception {
    Resolution resolution = runtimes.resolve(runtime);
    var found = assertInstanceOf(Resolution.Found.class, resolution, resolution::toString);
    var command = new ArrayList<String>();
    for (String word : found.command()) {
      command.add(
          word.replace("${taskRoot}", taskRoot.toString())
              .replace("${layerRoot}", "/opt")
              .replace("${handler}", handler));
    }
    try (var api = new OneInvocation(event)) {
      var builder = new ProcessBuilder(command).directory(taskRoot.toFile()).inheritIO();
      builder.environment().putAll(found.environment());
      builder.environment().putAll(more);
      builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
      builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "f");
      builder.environment().put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
      builder.environment().put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256");
      builder.environment().put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/f");
      builder.environment().put("AWS_LAMBDA_LOG_STREAM_NAME", "s");
      builder.environment().put("AWS_REGION", "us-east-1");
      builder.environment().put("LAMBDA_TASK_ROOT", taskRoot.toString());
      builder.environment().put("_HANDLER", handler);
      Process process = builder.start();
      try {
        return api.answer();
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
