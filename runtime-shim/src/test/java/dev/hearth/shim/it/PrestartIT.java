package dev.hearth.shim.it;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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

  /** What a function can find out about how its Python was started. */
  private static final String DESCRIBE =
      """
      import gc, locale, logging, os, signal, site, sys, threading, time, traceback, warnings
      def said(value):
          return repr(value).replace('0x', ' 0x').split(' 0x')[0]
      AT_IMPORT = {
          'environ': dict(os.environ), 'argv': sys.argv, 'path': sys.path, 'cwd': os.getcwd(),
          'flags': str(sys.flags), 'fds': sorted(os.listdir('/proc/self/fd')),
          'command': open('/proc/self/cmdline').read().split(chr(0)), 'words': sys.orig_argv,
          'main': sorted((name, said(value)) for name, value in vars(sys.modules['__main__']).items()),
          'stdin': [sys.stdin is sys.__stdin__, str(sys.stdin), sys.stdin.buffer.raw.name, sys.stdin.buffer.raw.closefd,
                    sys.stdin.seekable(), sys.stdin.line_buffering, sys.stdin.newlines, sys.stdin.read(), os.readlink('/proc/self/fd/0')],
          'tz': time.tzname, 'executable': sys.executable, 'prefix': [sys.prefix, sys.exec_prefix, sys.base_prefix],
          'encoding': [sys.getfilesystemencoding(), sys.stdout.encoding, locale.getlocale()],
          'levels': [logging.getLogger().level, len(logging.getLogger().handlers)],
          'handlers': str(logging.getLogger().handlers), 'threads': threading.active_count(),
          'signals': [str(signal.getsignal(s)) for s in (signal.SIGTERM, signal.SIGINT, signal.SIGPIPE)],
          'limits': [sys.getrecursionlimit(), sys.getswitchinterval()], 'umask': os.umask(0o22),
          'modules': sorted(sys.modules), 'finders': [said(f) for f in sys.meta_path],
          'folders': sorted(sys.path_importer_cache), 'hooks': len(sys.path_hooks),
          'loaders': sorted((n, said(m.__loader__), said(m.__spec__)) for n, m in sys.modules.items() if 'awslambda' in n),
          'files': sorted((n, said(m.__file__)) for n, m in sys.modules.items() if hasattr(m, '__file__')),
          'stack': traceback.format_stack(), 'site': [site.ENABLE_USER_SITE, site.USER_SITE, site.PREFIXES],
          'warnings': str(warnings.filters), 'gc': [gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()],
          'tracing': [str(sys.gettrace()), str(sys.getprofile()), str(sys.excepthook), str(sys.displayhook)]}
      from example import handler as answer
      def handler(event, context):
          if event == 'how':
              return 'hearth/prestart' in open('/proc/self/environ').read()
          return dict(AT_IMPORT, name=context.function_name, now=[os.getcwd(), sys.path, dict(os.environ)], answer=answer(event, context))
      """;

  private static final String NOTHING = "def handler(event, context): pass";
  private static final String EVENT =
      "{\"queryStringParameters\":{\"name\":\"Hearth\"},\"requestId\":\"1\"}";

  /** What the examples need that this Python has not. */
  private static final String BOTO3 =
      """
      class Table:
          def put_item(self, Item): pass
      class resource:
          def __init__(self, name): pass
          def Table(self, name): return Table()
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
    prestart = "{\"instead\":" + words + ",\"command\":" + words + "}";
  }

  /** What the function says about itself, with folders and ports made equal. */
  private record Described(boolean prestarted, String text) {}

  private static Described describe(String settings, String example, Map<String, String> variables)
      throws Exception {
    byte[] code =
        new Zip()
            .file("app.py", DESCRIBE)
            .file("example.py", example)
            .file("boto3.py", BOTO3)
            .bytes();
    try (ShimProcess shim = Shims.start(variables);
        TestGateway gateway = shim.gateway()) {
      shim.awaitRehearsal();
      HttpReply reply = gateway.specialise(settings, code);
      assertFalse(reply.body().contains("initError"), () -> reply.body() + shim.log());
      String how = gateway.invoke("\"how\"").body();
      String text =
          gateway
              .invoke(EVENT, Map.of("Hearth-Trace-Id", "Root=1-2-3"))
              .body()
              .replace(shim.folder().toString(), "FOLDER")
              .replaceAll("127.0.0.1:[0-9]+", "API")
              .replaceAll("\"AWS_LAMBDA_LOG_STREAM_NAME\": \"[0-9a-f]+\"", "STREAM");
      assertFalse(text.contains("errorType"), text);
      return new Described(how.equals("true"), text);
    }
  }

  private void assertEqualBothWays(Settings function, boolean prestarted) throws Exception {
    assertEqualBothWays(function, NOTHING, prestarted);
  }

  private void assertEqualBothWays(Settings function, String example, boolean prestarted)
      throws Exception {
    assertEqualBothWays(function.text(), example, prestarted);
  }

  private void assertEqualBothWays(String function, String example, boolean prestarted)
      throws Exception {
    Described plain = describe(function, example, Map.of());
    Described spare = describe(function, example, Map.of("HEARTH_PRESTART", prestart));
    assertFalse(plain.prestarted());
    assertEquals(prestarted, spare.prestarted());
    assertEquals(missing(plain.text(), spare.text()), missing(spare.text(), plain.text()));
  }

  /**
   * What stands in the one and not in the other; variables stand in no order that means anything.
   */
  private static List<String> missing(String from, String in) {
    List<String> words = words(in);
    words(from).forEach(words::remove);
    return words;
  }

  private static List<String> words(String json) {
    return Stream.of(json.replaceAll("[{}]", ", ").split(", ", -1)).sorted().collect(toList());
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
    assertFalse(describe(other.text(), NOTHING, Map.of("HEARTH_PRESTART", prestart)).prestarted());
  }

  @Test
  void another_folder_gets_a_plain_start() throws Exception {
    String other =
        settings.text().replace("Directory\":\"${taskRoot}", "Directory\":\"${taskRoot}/..");
    assertEqualBothWays(other, NOTHING, false);
  }

  @Test
  void what_cannot_be_started_before_gets_a_plain_start() throws Exception {
    String broken = prestart.replaceAll("\"command\":.*", "\"command\":[\"/none\",\"/none.py\"]}");
    assertFalse(describe(settings.text(), NOTHING, Map.of("HEARTH_PRESTART", broken)).prestarted());
  }

  @Test
  void one_that_has_ended_meanwhile_gets_a_plain_start() throws Exception {
    try (ShimProcess shim = Shims.start(Map.of("HEARTH_PRESTART", prestart));
        TestGateway gateway = shim.gateway()) {
      shim.awaitRehearsal();
      ProcessHandle waiting = shim.process().children().findFirst().orElseThrow();
      waiting.destroyForcibly();
      waiting.onExit().join();
      byte[] code = new Zip().file("app.py", DESCRIBE).file("example.py", NOTHING).bytes();
      HttpReply reply = gateway.specialise(settings.text(), code);
      assertFalse(reply.body().contains("initError"), reply.body());
      assertEquals("false", gateway.invoke("\"how\"").body());
    }
  }

  /** {@link ExamplesBothWaysIT} has it so for each example. */
  void anExampleSeesAndAnswersTheSame(Path manifest) throws Exception {
    assertEqualBothWays(
        settings.with("TABLE_NAME", "writes").with("COLOR", "blue"), source(manifest), true);
  }

  /** The code that stands in the example's manifest. */
  private static String source(Path manifest) throws IOException {
    String text = Files.readString(manifest);
    String code = text.substring(text.indexOf("app.py: |") + "app.py: |".length());
    return code.lines()
        .takeWhile(line -> !line.equals("---"))
        .map(line -> line.replaceFirst("^ {8}", "").replace("lambda_handler", "handler"))
        .collect(joining("\n"));
  }
}
