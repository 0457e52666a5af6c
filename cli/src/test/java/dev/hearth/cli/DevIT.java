package dev.hearth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code hearth dev} as its user knows it: a process, its exit code, and what it leaves behind. */
class DevIT {
  @TempDir Path folder;

  private Functions functions;

  @BeforeEach
  void make_a_folder() throws Exception {
    functions = new Functions(Files.createDirectory(folder.resolve("functions")));
  }

  @Test
  void a_function_answers_and_its_log_is_shown_with_the_request_id() throws Exception {
    functions.write("echo", "print('seen', event['n'], flush=True); return event");
    try (var hearth = dev()) {
      assertEquals("{\"n\": 7}", hearth.answer("echo", "{\"n\":7}"));
      String start = hearth.awaitLine(line -> line.startsWith("[echo] START RequestId: "));
      String id = start.split(" ", -1)[3];
      hearth.awaitLine(line -> line.startsWith("[echo] ") && line.contains("seen 7"));
      hearth.awaitLine(line -> line.startsWith("[echo] REPORT RequestId: " + id));
      assertEquals(200, hearth.status(hearth.managementPort(), "/readyz"));
      assertEquals(200, hearth.status(hearth.managementPort(), "/healthz"));
    }
  }

  @Test
  void a_sandbox_has_its_own_tmp_its_own_processes_and_its_code_where_aws_has_it()
      throws Exception {
    functions.write(
        "look",
        "open('/tmp/mine', 'w').close(); return [os.environ['LAMBDA_TASK_ROOT'], os.getcwd(),"
            + " sorted(os.listdir('/tmp')), len([p for p in os.listdir('/proc') if p.isdigit()])]");
    try (var hearth = dev()) {
      if (hearth.output().contains("refuses sandboxes of their own")) {
        System.err.println("!!! SKIPPED: this system grants no namespaces: " + hearth.output());
        Assumptions.abort("no namespaces");
      }
      assertEquals(
          "[\"/var/task\", \"/var/task\", " + expectedInTmp() + ", 2]",
          hearth.answer("look", "{}"));
      assertFalse(Files.exists(Path.of("/tmp/mine")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void a_signal_ends_everything_with_exit_code_0(String signal) throws Exception {
    functions.write("echo", "return event");
    try (var hearth = dev()) {
      hearth.answer("echo", "{}");
      List<ProcessHandle> children = hearth.descendants();
      assertTrue(children.size() >= 3, children::toString);
      hearth.signal(signal);
      assertEquals(0, hearth.exitCode());
      children.forEach(child -> assertFalse(child.isAlive(), child::toString));
      assertEquals(List.of(), left());
    }
  }

  @Test
  void a_hearth_that_is_killed_leaves_no_process() throws Exception {
    functions.write("echo", "return event");
    functions.write("slow", "os.system('setsid sleep 600 &'); time.sleep(600)");
    try (var hearth = dev()) {
      hearth.answer("echo", "{}");
      var slow = hearth.invoke("slow", "{}");
      hearth.awaitLine(line -> line.startsWith("[slow] START"));
      List<ProcessHandle> children = hearth.descendants();
      hearth.signal("KILL");
      for (ProcessHandle child : children) {
        child.onExit().get(30, TimeUnit.SECONDS);
      }
      assertTrue(slow.isCompletedExceptionally() || slow.handle((_, e) -> e != null).get());
    }
  }

  @Test
  void the_next_hearth_removes_what_a_killed_one_left() throws Exception {
    functions.write("echo", "return event");
    try (var hearth = dev()) {
      hearth.signal("KILL");
      hearth.exitCode();
    }
    assertEquals(1, left().size());
    try (var hearth = dev()) {
      assertEquals(1, left().size());
      hearth.signal("TERM");
      assertEquals(0, hearth.exitCode());
    }
    assertEquals(List.of(), left());
  }

  @Test
  void a_request_in_flight_ends_before_hearth_does() throws Exception {
    functions.write("slow", "time.sleep(1.5); return 'done'");
    try (var hearth = dev()) {
      var answer = hearth.invoke("slow", "{}");
      hearth.awaitLine(line -> line.startsWith("[slow] START"));
      hearth.signal("TERM");
      assertEquals("\"done\"", answer.get(60, TimeUnit.SECONDS).body());
      assertEquals(0, hearth.exitCode());
    }
  }

  @Test
  void a_signal_while_it_starts_ends_it_as_well() throws Exception {
    functions.write("echo", "return event");
    Path manifest = functions.folder().resolve("echo.yaml");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace("{name: echo}", "{name: echo, annotations: {hearth.dev/build: sleep 600}}"));
    try (var hearth = HearthProcess.start(folder, "dev", "--port", "0", path())) {
      hearth.awaitLine(line -> line.contains("building: sleep 600"));
      List<ProcessHandle> children = hearth.descendants();
      hearth.signal("INT");
      assertEquals(0, hearth.exitCode());
      for (ProcessHandle child : children) {
        child.onExit().get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void a_port_that_is_taken_is_said_and_ends_with_1() throws Exception {
    functions.write("echo", "return event");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      try (var hearth = HearthProcess.start(folder, "dev", "--port", port, path())) {
        assertEquals(1, hearth.exitCode());
        hearth.awaitLine(
            line ->
                line.startsWith("hearth: port " + port + " of 127.0.0.1 is taken")
                    && line.endsWith("give another with --port N"));
      }
      String[] arguments = {"dev", "--port", "0", "--management-port", port, path()};
      try (var hearth = HearthProcess.start(folder, arguments)) {
        assertEquals(1, hearth.exitCode());
        hearth.awaitLine(line -> line.endsWith("give another with --management-port N"));
      }
    }
  }

  @Test
  void broken_functions_say_why_and_the_others_go_on() throws Exception {
    functions.write("echo", "return event");
    functions.manifest(
        "slow", "runtime: python3.11, handler: a.b, timeout: 901, code: {folder: .}");
    functions.manifest("ruby", "runtime: ruby3.3, handler: a.b, code: {folder: .}");
    functions.manifest("zip", "runtime: provided.al2023, code: {zip: ./zip.yaml}");
    functions.manifest("bucket", "runtime: provided.al2023, code: {s3: {bucket: abc, key: k}}");
    functions.manifest("lost", "runtime: provided.al2023, code: {folder: ./nowhere}");
    Files.writeString(
        functions.folder().resolve("torn.yaml"), "apiVersion: hearth.dev/v1alpha1\nspec: [}");
    try (var hearth = dev()) {
      assertEquals("1", hearth.answer("echo", "1"));
      for (String name : List.of("slow", "ruby", "zip", "bucket", "lost")) {
        var response = hearth.invoke(name, "{}").get(60, TimeUnit.SECONDS);
        assertTrue(response.statusCode() >= 400, response::body);
      }
      hearth.awaitLine(line -> line.contains("Function \"slow\" is invalid"));
      hearth.awaitLine(line -> line.contains("spec.timeout: Invalid value: 901"));
      hearth.awaitLine(line -> line.contains("ruby cannot be invoked: ruby3.3"));
      hearth.awaitLine(line -> line.contains("zip cannot be invoked: Could not unzip"));
      hearth.awaitLine(line -> line.contains("bucket cannot be invoked: spec.code.s3 is not"));
      hearth.awaitLine(line -> line.contains("lost cannot be invoked: spec.code.folder: there is"));
      hearth.awaitLine(line -> line.contains("torn.yaml:"));
      assertEquals("2", hearth.answer("echo", "2"));
    }
  }

  @Test
  void a_folder_without_functions_is_said_and_ends_with_1() throws Exception {
    try (var hearth = HearthProcess.start(folder, "dev", "--port", "0", path())) {
      assertEquals(1, hearth.exitCode());
      hearth.awaitLine(line -> line.startsWith("hearth: no Function manifest in "));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--prot 1",
        "--port many",
        "--port 70000",
        "--management-port -1",
        "--account 12",
        "--region US_EAST",
        "--aws-endpoint-url ftp://x",
        "/no/such/folder"
      })
  void bad_arguments_end_with_2(String arguments) throws Exception {
    try (var hearth = HearthProcess.start(folder, ("dev " + arguments).split(" ", -1))) {
      assertEquals(2, hearth.exitCode());
      hearth.awaitLine(line -> line.startsWith("Usage: hearth dev"));
    }
  }

  @Test
  void what_is_asked_for_reaches_functions() throws Exception {
    functions.write(
        "env",
        "return [os.environ.get(k) for k in ('AWS_REGION', 'AWS_ENDPOINT_URL',"
            + " 'AWS_ACCESS_KEY_ID', 'HEARTH_IDENTITY_KEY', 'HEARTH_CACHE')]");
    try (var hearth =
        HearthProcess.start(
            folder,
            "dev",
            "--port",
            "0",
            "--region",
            "eu-central-1",
            "--account",
            "123456789012",
            "--aws-endpoint-url",
            "http://127.0.0.1:4566",
            path())) {
      String answer = hearth.answer("arn:aws:lambda:eu-central-1:123456789012:function:env", "{}");
      String key = System.getenv().getOrDefault("AWS_ACCESS_KEY_ID", "local");
      assertEquals(
          "[\"eu-central-1\", \"http://127.0.0.1:4566\", \"" + key + "\", null, null]", answer);
    }
  }

  @Test
  void people_invoke_and_read_logs_by_hearth_itself() throws Exception {
    functions.write("echo", "print('said', flush=True); return event");
    functions.write("wrong", "sys.exit(3)");
    Path event = Files.writeString(folder.resolve("event.json"), "{\"a\":1}");
    try (var hearth = dev()) {
      String port = Integer.toString(hearth.port());
      assertEquals("0 {\"n\": 1}", run("invoke", "echo", "--payload", "{\"n\":1}", "--port", port));
      assertEquals("0 {\"a\": 1}", run("invoke", "echo", "--payload", "@" + event, "--port", port));
      assertTrue(run("invoke", "echo", "--log", "--port", port).contains("REPORT RequestId"));
      String wrong = run("invoke", "wrong", "--port", port);
      assertTrue(wrong.startsWith("1 ") && wrong.contains("Runtime.ExitError"), wrong);
      String unknown = run("invoke", "nobody", "--port", port);
      assertTrue(unknown.startsWith("1 ") && unknown.contains("ResourceNotFound"), unknown);
      String log = run("logs", "echo", "--port", port);
      assertTrue(log.contains("said") && !log.contains("[echo]"), log);
      assertTrue(run("logs", "--port", port).contains("[wrong] START"));
    }
    assertTrue(run("invoke", "echo", "--port", "1").startsWith("1 hearth: nothing listens"));
    assertTrue(run("logs", "--port", "1").startsWith("1 hearth: there is no log of port 1"));
    assertTrue(run("invoke").startsWith("2 "));
  }

  private String run(String... arguments) throws Exception {
    try (var command = HearthProcess.start(folder, arguments)) {
      return command.exitCode() + " " + command.wholeOutput();
    }
  }

  private HearthProcess dev() throws Exception {
    return HearthProcess.dev(folder, functions.folder());
  }

  private String path() {
    return functions.folder().toString();
  }

  /** A Hearth that stands below /tmp stays visible there. */
  private static String expectedInTmp() throws Exception {
    var names = new TreeSet<>(Set.of("\"mine\""));
    Path home = Path.of("..").toRealPath();
    if (home.startsWith("/tmp")) {
      names.add("\"" + home.getName(1) + "\"");
    }
    return names.toString();
  }

  /** The folders of hearths. */
  private List<Path> left() throws Exception {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("hearth-")).toList();
    }
  }
}
