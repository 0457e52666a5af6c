package dev.hearth.shim.it;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A function cannot tell whether its Python was started before it. */
class PrestartIT {
  /** As in AWS's image. */
  private static final String SCRIPT =
      """
      import os, sys
      from awslambdaric.__main__ import main
      task_root = os.environ["LAMBDA_TASK_ROOT"]
      sys.path[0:0] = [task_root, "/opt/python"]
      os.chdir(task_root)
      main([sys.argv[0], os.environ["_HANDLER"]])
      """;

  private static final String DESCRIBE =
      """
      import locale, logging, os, signal, sys, threading, time
      AT_IMPORT = {
          'environ': dict(os.environ), 'argv': sys.argv, 'path': sys.path, 'cwd': os.getcwd(),
          'flags': str(sys.flags), 'stdin': sys.stdin.read(), 'fds': sorted(os.listdir('/proc/self/fd')),
          'main': sys.modules['__main__'].__file__, 'tz': time.tzname, 'executable': sys.executable,
          'prefix': sys.prefix, 'encoding': [sys.getfilesystemencoding(), sys.stdout.encoding, locale.getlocale()],
          'levels': [logging.getLogger().level, len(logging.getLogger().handlers)],
          'handlers': str(logging.getLogger().handlers), 'threads': threading.active_count(),
          'signals': [str(signal.getsignal(s)) for s in (signal.SIGTERM, signal.SIGINT, signal.SIGPIPE)],
          'limits': [sys.getrecursionlimit(), sys.getswitchinterval()], 'umask': os.umask(0o22),
          'optional': sorted(m for m in sys.modules if m.startswith(('app', 'awslambdaric')))}
      def handler(event, context):
          if event == 'how':
              return 'prestart.py' in open('/proc/self/cmdline').read()
          return dict(AT_IMPORT, name=context.function_name, now=[os.getcwd(), sys.path, dict(os.environ)])
      """;

  @TempDir Path folder;
  private Settings settings;
  private String prestart;

  @BeforeEach
  void a_runtime_as_in_an_image() throws Exception {
    Path script = Files.writeString(folder.resolve("bootstrap.py"), SCRIPT);
    String python = Tools.python().toString();
    settings =
        Settings.running(python, "-B", script.toString()).runtime("python3.11").timeout(9000);
    String words = "[\"%s\",\"-B\",\"%s\"]".formatted(python, script);
    prestart = "{\"instead\":" + words + ",\"python\":" + words + "}";
  }

  /** What the function says about itself, with folders and ports made equal. */
  private record Described(boolean prestarted, String text) {}

  private static Described describe(Settings settings, Map<String, String> variables)
      throws Exception {
    byte[] code = new Zip().file("app.py", DESCRIBE).bytes();
    try (ShimProcess shim = Shims.start(variables);
        TestGateway gateway = shim.gateway()) {
      shim.awaitRehearsal();
      HttpReply reply = gateway.specialise(settings.text(), code);
      assertFalse(reply.body().contains("initError"), () -> reply.body() + shim.log());
      String how = gateway.invoke("\"how\"").body();
      String text =
          gateway
              .invoke("{}", Map.of("Hearth-Trace-Id", "Root=1-2-3"))
              .body()
              .replace(shim.folder().toString(), "FOLDER")
              .replaceAll("127.0.0.1:[0-9]+", "API")
              .replaceAll("\"AWS_LAMBDA_LOG_STREAM_NAME\": \"[0-9a-f]+\"", "STREAM");
      return new Described(how.equals("true"), text);
    }
  }

  private void assertEqualBothWays(Settings function, boolean prestarted) throws Exception {
    Described plain = describe(function, Map.of());
    Described spare = describe(function, Map.of("HEARTH_PRESTART", prestart));
    assertFalse(plain.prestarted());
    assertEquals(prestarted, spare.prestarted());
    assertEquals(sorted(plain.text()), sorted(spare.text()));
  }

  /** Variables stand in no order that means anything. */
  private static List<String> sorted(String json) {
    return Stream.of(json.replaceAll("[{}]", ", ").split(", ", -1)).sorted().toList();
  }

  @Test
  void a_function_sees_the_same_as_after_a_plain_start() throws Exception {
    assertEqualBothWays(settings.with("STAGE", "dev").with("TZ", "Asia/Seoul"), true);
  }

  @Test
  void a_function_that_logs_json_sees_the_same() throws Exception {
    assertEqualBothWays(settings.json(), true);
  }

  @ParameterizedTest
  @CsvSource({
    "PYTHONPATH, /opt/mine",
    "PYTHONHASHSEED, 0",
    "PYTHONOPTIMIZE, 2",
    "LD_LIBRARY_PATH, /opt/mine",
    "LANG, C",
    "LC_ALL, C.UTF-8",
    "HOME, /tmp",
    "MALLOC_ARENA_MAX, 1",
    "AWS_LAMBDA_EXEC_WRAPPER, /opt/wrapper"
  })
  void what_python_reads_when_it_starts_gets_a_plain_start(String name, String value)
      throws Exception {
    assertEqualBothWays(settings.with(name, value), false);
  }

  @Test
  void another_command_gets_a_plain_start() throws Exception {
    Settings other =
        Settings.running(Tools.python().toString(), "-m", "awslambdaric", "${handler}")
            .needing("PYTHONPATH", "${taskRoot}");
    assertFalse(describe(other, Map.of("HEARTH_PRESTART", prestart)).prestarted());
  }

  @Test
  void what_cannot_be_started_before_gets_a_plain_start() throws Exception {
    String broken = prestart.replaceAll("\"python\":.*", "\"python\":[\"/none\",\"/none.py\"]}");
    assertFalse(describe(settings, Map.of("HEARTH_PRESTART", broken)).prestarted());
  }

  @Test
  void one_that_has_ended_meanwhile_gets_a_plain_start() throws Exception {
    try (ShimProcess shim = Shims.start(Map.of("HEARTH_PRESTART", prestart));
        TestGateway gateway = shim.gateway()) {
      shim.awaitRehearsal();
      ProcessHandle waiting = shim.process().children().findFirst().orElseThrow();
      waiting.destroyForcibly();
      waiting.onExit().join();
      byte[] code = new Zip().file("app.py", DESCRIBE).bytes();
      HttpReply reply = gateway.specialise(settings.text(), code);
      assertFalse(reply.body().contains("initError"), reply.body());
      assertEquals("false", gateway.invoke("\"how\"").body());
    }
  }

  @Test
  void the_examples_answer_the_same() throws Exception {
    for (String example : new String[] {"hello-python"}) {
      String plain = answer(example, Map.of());
      assertEquals(plain, answer(example, Map.of("HEARTH_PRESTART", prestart)));
      assertTrue(plain.contains("Hearth"), plain);
    }
  }

  private String answer(String example, Map<String, String> variables) throws Exception {
    byte[] code = new Zip().file("app.py", source(example)).bytes();
    try (ShimProcess shim = Shims.start(variables);
        TestGateway gateway = shim.gateway()) {
      shim.awaitRehearsal();
      gateway.specialise(settings.text(), code);
      return gateway.invoke("{\"queryStringParameters\":{\"name\":\"Hearth\"}}").body();
    }
  }

  /** The code that stands in the example's manifest. */
  private static String source(String example) throws IOException {
    String manifest = Files.readString(Path.of("../examples", example, "function.yaml"));
    String code = manifest.substring(manifest.indexOf("app.py: |") + "app.py: |".length());
    return code.lines().map(line -> line.replaceFirst("^ {8}", "")).collect(joining("\n"));
  }
}
