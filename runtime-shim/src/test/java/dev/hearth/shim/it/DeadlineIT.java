package dev.hearth.shim.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes that do not want to die, under real deadlines. */
class DeadlineIT {
  /** Leaves its session, its parent, its output, and on demand the environment that marks it. */
  private static final String DAEMON =
      """
      import os, sys, time
      if os.fork() == 0:
          os.setsid()
          if os.fork() == 0:
              os.closerange(0, 3)
              open(os.environ['HIDE'] + '/daemon', 'w').write(str(os.getpid()))
              while True: time.sleep(1)
          os._exit(0)
      """;

  private static final String RUNTIME =
      """
      import http.client, json, os, subprocess, sys, time
      api = http.client.HTTPConnection(os.environ['AWS_LAMBDA_RUNTIME_API'])
      base = '/2018-06-01/runtime/invocation/'
      while True:
          api.request('GET', base + 'next')
          r = api.getresponse(); event = json.loads(r.read()); id = r.getheader('Lambda-Runtime-Aws-Request-Id')
          exec(event['do'], globals())
          api.request('POST', base + id + '/response', json.dumps(event.get('answer')))
          api.getresponse().read()
      """;

  private static Settings python() {
    return Settings.running("python3", "-u", "${taskRoot}/runtime.py").timeout(2000);
  }

  private static byte[] code() throws IOException {
    return new Zip().file("runtime.py", RUNTIME).file("daemon.py", DAEMON).bytes();
  }

  private static String doing(String python) {
    return "{\"do\":\"" + python.replace("\n", "\\n").replace("\"", "\\\"") + "\",\"answer\":1}";
  }

  private static HttpReply specialise(ShimProcess shim, TestGateway gateway) throws IOException {
    Settings settings = python().with("HIDE", shim.folder().resolve("tmp").toString());
    return gateway.specialise(settings.text(), code());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void after_a_deadline_nothing_of_the_runtime_lives(boolean asPid1) throws Exception {
    try (ShimProcess shim = asPid1 ? Shims.startAsPid1() : Shims.start();
        TestGateway gateway = shim.gateway()) {
      assertEquals(200, specialise(shim, gateway).status());
      Path daemon = shim.folder().resolve("tmp/daemon");
      HttpReply reply =
          gateway.invoke(
              doing(
                  """
                  subprocess.Popen([sys.executable, 'daemon.py']).wait()
                  while not os.path.exists(os.environ['HIDE'] + '/daemon'): time.sleep(.01)
                  time.sleep(60)"""));
      assertEquals("Sandbox.Timedout", reply.header("Hearth-Error-Type"));
      assertTrue(
          reply.body().contains(" Error: Task timed out after 2.00 seconds\""), reply.body());
      assertTrue(Files.exists(daemon), "the daemon has run");
      assertEquals(0, alive(shim), "processes that still live");
      HttpReply next = gateway.invoke(doing("pass"));
      assertEquals("1", next.body());
      assertTrue(next.headers().containsKey("Hearth-Init-Us"), "a fresh runtime");
      assertTrue(Files.exists(daemon), "the scratch folder survives");
      shim.awaitLine(line -> line.matches(".*Z [-0-9a-f]+ Task timed out after 2.00 seconds"));
      shim.awaitLine(line -> line.matches("REPORT .*Duration: 2000.00 ms.*Status: timeout"));
    }
  }

  /** Processes on this machine that carry this shim's Runtime API or its scratch folder. */
  private static long alive(ShimProcess shim) {
    String mark = "HIDE=" + shim.folder().resolve("tmp");
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != shim.process().pid())
        .filter(process -> environ(process.pid()).contains(mark))
        .count();
  }

  private static String environ(long pid) {
    try {
      return Files.readString(
          Path.of("/proc/" + pid + "/environ"), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void with_pid_1_even_a_process_without_its_environment_is_found_and_orphans_are_reaped()
      throws Exception {
    try (ShimProcess shim = Shims.startAsPid1();
        TestGateway gateway = shim.gateway()) {
      assertEquals(200, specialise(shim, gateway).status());
      String hide = shim.folder().resolve("tmp").toString();
      HttpReply reply =
          gateway.invoke(
              doing(
                  "subprocess.Popen([sys.executable, 'daemon.py'], env={'HIDE': '"
                      + hide
                      + "'}).wait()\ntime.sleep(60)"));
      assertEquals("Sandbox.Timedout", reply.header("Hearth-Error-Type"));
      assertEquals(0, alive(shim));
      String seen;
      do {
        seen =
            gateway
                .invoke(
                    doing(
                        """
                        event['answer'] = []
                        for p in filter(str.isdigit, os.listdir('/proc')):
                            try:
                                stat = open('/proc/%s/stat' % p).read()
                                event['answer'].append(stat.split(')')[1][1])
                            except OSError:
                                pass  # reaped between the listing and the look
                        """))
                .body();
      } while (seen.contains("Z"));
      assertEquals("[\"S\", \"R\"]", seen);
    }
  }

  @Test
  void a_shim_that_is_killed_takes_everything_in_its_namespace_with_it() throws Exception {
    try (ShimProcess shim = Shims.startAsPid1();
        TestGateway gateway = shim.gateway()) {
      assertEquals(200, specialise(shim, gateway).status());
      assertTrue(alive(shim) > 0);
      ProcessHandle pid1 = shim.process().children().findFirst().orElseThrow();
      assertTrue(pid1.destroyForcibly());
      shim.awaitExit();
      assertEquals(0, alive(shim));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "os._exit(0)=Runtime exited without providing a reason",
        "os._exit(7)=Runtime exited with error: exit status 7",
        "os.kill(os.getpid(), 11)=Runtime exited with error: signal: segmentation fault",
        "os.kill(os.getpid(), 15)=Runtime exited with error: signal: terminated",
      })
  void a_runtime_that_ends_is_answered_with_how_it_ended(String case_) throws Exception {
    int cut = case_.lastIndexOf('=');
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway()) {
      assertEquals(200, specialise(shim, gateway).status());
      String id = java.util.UUID.randomUUID().toString();
      HttpReply reply =
          gateway.invoke(
              doing("print('last words')\n" + case_.substring(0, cut)),
              java.util.Map.of("Hearth-Request-Id", id, "Hearth-Log-Tail", "1"));
      assertEquals("Runtime.ExitError", reply.header("Hearth-Error-Type"));
      assertEquals(
          "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
              + id
              + " Error: "
              + case_.substring(cut + 1)
              + "\"}",
          reply.body());
      String tail =
          new String(
              java.util.Base64.getDecoder().decode(reply.header("Hearth-Log-Tail")),
              java.nio.charset.StandardCharsets.UTF_8);
      assertTrue(tail.contains("\nlast words\n"), tail);
      assertTrue(tail.contains("\nRuntime.ExitError\n"), tail);
      assertEquals("1", gateway.invoke(doing("pass")).body());
    }
  }

  @Test
  void a_runtime_above_its_memory_is_killed() throws Exception {
    try (ShimProcess shim = Shims.startAsPid1();
        TestGateway gateway = shim.gateway()) {
      Settings settings =
          python()
              .memory(128)
              .timeout(20_000)
              .with("HIDE", shim.folder().resolve("tmp").toString());
      assertEquals(200, gateway.specialise(settings.text(), code()).status());
      HttpReply reply =
          gateway.invoke(
              doing(
                  "hog = bytearray(200 << 20)\nhog[::4096] = b'x' * len(hog[::4096])\ntime.sleep(15)"));
      assertEquals("Runtime.ExitError", reply.header("Hearth-Error-Type"));
      assertTrue(reply.body().contains("Runtime exited with error: signal: killed"), reply.body());
      String report = shim.awaitLine(line -> line.startsWith("REPORT"));
      int used = Integer.parseInt(report.replaceAll(".*Max Memory Used: ([0-9]+) MB.*", "$1"));
      assertTrue(used > 128, report);
      assertEquals("1", gateway.invoke(doing("pass")).body());
    }
  }

  @Test
  void a_runtime_that_ends_between_invocations_is_started_again() throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway()) {
      Settings patient =
          python().timeout(20_000).with("HIDE", shim.folder().resolve("tmp").toString());
      assertEquals(200, gateway.specialise(patient.text(), code()).status());
      for (int i = 0; i < 5; i++) {
        HttpReply reply =
            gateway.invoke(
                doing(
                    "import threading; threading.Timer(0, lambda: (time.sleep(.002), os._exit(3))).start()"));
        assertTrue(
            reply.body().equals("1") || reply.body().contains("exit status 3"), reply.body());
      }
    }
  }

  @Test
  void what_cannot_be_started_is_said_when_it_is_invoked() throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway()) {
      HttpReply init = gateway.specialise(Settings.running("${taskRoot}/bootstrap").text());
      assertEquals(200, init.status());
      assertTrue(init.body().contains("\"errorType\":\"Runtime.InvalidEntrypoint\""), init.body());
      HttpReply reply = gateway.invoke("{}");
      assertEquals("Runtime.InvalidEntrypoint", reply.header("Hearth-Error-Type"));
      assertTrue(reply.body().contains("Couldn't find valid bootstrap(s): ["), reply.body());
    }
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway()) {
      byte[] code = new Zip().file("bootstrap", "not executable").withMode(0100644);
      assertTrue(
          gateway
              .specialise(Settings.running("${taskRoot}/bootstrap").text(), code)
              .body()
              .contains("permission denied"));
    }
  }

  @Test
  void an_init_that_fails_runs_again_inside_the_next_invocation() throws Exception {
    String document =
        "{\"errorMessage\":\"no module\",\"errorType\":\"ImportError\",\"requestId\":\"\"}";
    try (Stage stage = Stage.spare()) {
      Future<HttpReply> specialised = stage.specialise(Stage.sleeping());
      assertEquals(202, stage.runtime().initError(document, "Runtime.ImportModuleError").status());
      HttpReply init = Stage.get(specialised);
      assertTrue(init.body().contains("\"errorType\":\"Runtime.ImportModuleError\""), init.body());
      assertTrue(init.body().contains("\"errorMessage\":\"no module\""), init.body());
      String state = stage.gateway.get("/v1/state").body();
      assertTrue(state.contains("\"state\":\"idle\""), state);
      assertTrue(state.endsWith(",\"initialised\":false}"), state);
      Future<HttpReply> reply = stage.invoke("{}");
      try (RuntimeByHand again = HostileRuntimeIT.awaitRestart(stage)) {
        assertEquals(202, again.initError(document, "Runtime.ImportModuleError").status());
      }
      HttpReply failed = Stage.get(reply);
      assertEquals(document, failed.body());
      assertEquals("Runtime.ImportModuleError", failed.header("Hearth-Error-Type"));
    }
  }

  @Test
  void an_init_of_more_than_10_seconds_is_given_up() throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway()) {
      HttpReply init = gateway.specialise(Stage.sleeping().timeout(1000).text());
      assertTrue(
          init.body().contains("\"initError\":{\"errorType\":\"Sandbox.Timedout\""), init.body());
      assertEquals("Sandbox.Timedout", gateway.invoke("{}").header("Hearth-Error-Type"));
      // What was killed may have yet to be reaped; what was not ends much later.
      shim.process().children().forEach(child -> child.onExit().orTimeout(20, SECONDS).join());
    }
  }
}
