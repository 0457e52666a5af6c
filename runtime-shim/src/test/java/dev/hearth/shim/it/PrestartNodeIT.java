package dev.hearth.shim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A function cannot tell whether its Node.js was started before it. */
class PrestartNodeIT {
  private static final int MEMORY_MB = 512;

  /** As AWS's image starts it. */
  private static final String START =
      "export NODE_PATH=${NODE_PATH:+$NODE_PATH:}/opt/nodejs/node_modules;"
          + " exec \"$0\" --max-old-space-size=$((AWS_LAMBDA_FUNCTION_MEMORY_SIZE * 9 / 10)) \"$@\"";

  /** What a function can find out about how its Node.js was started, one thing a line. */
  private static final String DESCRIBE =
      """
      import { createRequire } from 'module';
      import fs from 'fs';
      import v8 from 'v8';
      import { Worker } from 'worker_threads';
      const require = createRequire(import.meta.url);
      const Module = require('module');
      const link = (n) => { try { return n + fs.readlinkSync('/proc/self/fd/' + n).replace(/\\[.*\\]/, ''); } catch { return ''; } };
      const seen = {
        env: { ...process.env }, argv: process.argv, execArgv: process.execArgv, argv0: process.argv0, execPath: process.execPath,
        title: process.title, cwd: process.cwd(), umask: process.umask(), own: Object.keys(process).sort(),
        preloaded: process._preload_modules, builtins: process.moduleLoadList.slice().sort(),
        cache: Object.keys(require.cache), paths: Object.keys(Module._pathCache), folders: Module.globalPaths,
        extensions: Object.keys(Module._extensions), main: String(require.main && require.main.filename),
        global: Object.getOwnPropertyNames(globalThis).sort(), events: process.eventNames().map(String),
        resources: process.getActiveResourcesInfo(), fds: fs.readdirSync('/proc/self/fd').map(link), stdin: process.stdin.constructor.name,
        time: new Date(0).toString(), locale: Intl.DateTimeFormat().resolvedOptions(), heap: v8.getHeapStatistics().heap_size_limit,
        stack: new Error().stack.split('\\n').slice(1), limit: Error.stackTraceLimit,
      };
      const inWorker = "require('worker_threads').parentPort.postMessage([Object.keys(require.cache), process._preload_modules, {...process.env}])";
      seen.worker = await new Promise((done) => new Worker(inWorker, { eval: true }).once('message', done));
      import { handler as answer } from './example.mjs';
      export const handler = async (event) =>
        event === 'how' ? fs.readFileSync('/proc/self/environ', 'utf8').includes('hearth/prestart') : { ...seen, answer: await answer(event) };
      """;

  private Settings settings;
  private String prestart;

  @BeforeEach
  void a_runtime_as_in_an_image() throws Exception {
    String script = Tools.nodeStart().toString();
    settings =
        Settings.running("/bin/sh", "-c", START, "node", script, "${taskRoot}", "${handler}")
            .runtime("nodejs20.x")
            .memory(MEMORY_MB)
            .timeout(9000);
    String text = settings.text();
    String command = text.substring(text.indexOf('['), text.indexOf(']') + 1);
    prestart =
        "{\"instead\":%s,\"command\":%s,\"memorySizeMb\":%d}"
            .formatted(command, command, MEMORY_MB);
  }

  private void assertEqualBothWays(Settings function, boolean prestarted) throws Exception {
    String plain = describe(function, Map.of(), false);
    assertEquals(plain, describe(function, Map.of("HEARTH_PRESTART", prestart), prestarted));
  }

  private static String describe(Settings settings, Map<String, String> more, boolean prestarted)
      throws Exception {
    String manifest = Files.readString(Path.of("../examples/hello-node/function.yaml"));
    String example = manifest.substring(manifest.indexOf("index.mjs: |") + "index.mjs: |".length());
    byte[] code = new Zip().file("app.mjs", DESCRIBE).file("example.mjs", example).bytes();
    try (ShimProcess shim = Shims.start(more);
        TestGateway gateway = shim.gateway()) {
      shim.awaitRehearsal();
      HttpReply reply = gateway.specialise(settings.text(), code);
      assertFalse(reply.body().contains("initError"), () -> reply.body() + shim.log());
      assertEquals(Boolean.toString(prestarted), gateway.invoke("\"how\"").body());
      String seen = gateway.invoke("{}", Map.of("Hearth-Trace-Id", "Root=1-2-3")).body();
      assertFalse(seen.contains("errorType"), seen);
      return sorted(
          seen.replace(shim.folder().toString(), "FOLDER")
              .replaceAll("127.0.0.1:[0-9]+", "API")
              .replaceAll("\"AWS_LAMBDA_LOG_STREAM_NAME\":\"[0-9a-f]+\"", "STREAM"));
    }
  }

  /** Variables stand in no order that means anything. */
  private static String sorted(String json) {
    return String.join("\n", Stream.of(json.split("[,{}\\[\\]]", -1)).sorted().toList());
  }

  /** {@link ExamplesBothWaysIT} has it so. */
  void anExampleSeesAndAnswersTheSame() throws Exception {
    assertEqualBothWays(settings.with("STAGE", "dev").with("TZ", "Asia/Seoul"), true);
  }

  @ParameterizedTest
  @CsvSource({
    "NODE_OPTIONS, --no-warnings",
    "NODE_PATH, /opt/mine",
    "UV_THREADPOOL_SIZE, 2",
    "LD_LIBRARY_PATH, /opt/mine",
    "LANG, C",
    "HOME, /tmp"
  })
  void what_node_reads_when_it_starts_gets_a_plain_start(String name, String value)
      throws Exception {
    assertEqualBothWays(settings.with(name, value), false);
  }

  @Test
  void another_memory_size_gets_a_plain_start() throws Exception {
    assertEqualBothWays(settings.memory(2 * MEMORY_MB), false);
  }
}
