package dev.hearth.shim.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogIT {
  /** A runtime that writes what it is told to, then answers. */
  private static final String RUNTIME =
      """
      import http.client, json, os
      api = http.client.HTTPConnection(os.environ['AWS_LAMBDA_RUNTIME_API'])
      base = '/2018-06-01/runtime/invocation/'
      os.write(1, b'in init\\n')
      while True:
          api.request('GET', base + 'next')
          r = api.getresponse(); event = json.loads(r.read())
          id = r.getheader('Lambda-Runtime-Aws-Request-Id')
          for text in event:
              os.write(1, (text.replace('$ID', id)).encode())
          api.request('POST', base + id + '/response', b'1')
          api.getresponse().read()
      """;

  private static final String ID = "11111111-2222-3333-4444-555555555555";

  private static ShimProcess start(Settings settings) throws Exception {
    ShimProcess shim = Shims.start();
    try (TestGateway gateway = shim.gateway()) {
      HttpReply reply =
          gateway.specialise(settings.text(), new Zip().file("runtime.py", RUNTIME).bytes());
      assertEquals(200, reply.status(), reply.toString());
    }
    return shim;
  }

  private static Settings settings() {
    return Settings.running("python3", "${taskRoot}/runtime.py").timeout(20_000);
  }

  private static String tail(ShimProcess shim, String event) throws Exception {
    try (TestGateway gateway = shim.gateway()) {
      HttpReply reply =
          gateway.invoke(event, Map.of("Hearth-Request-Id", ID, "Hearth-Log-Tail", "1"));
      assertEquals("1", reply.body());
      return new String(Base64.getDecoder().decode(reply.header("Hearth-Log-Tail")), UTF_8);
    }
  }

  @Test
  void a_log_has_every_line_in_order_and_with_its_request_id() throws Exception {
    try (ShimProcess shim = start(settings())) {
      String tail = tail(shim, "[\"one\\ntwo $ID\\n\",\"no end\",\"\\nREPORT RequestId: $ID\\n\"]");
      String report = shim.awaitLine(line -> line.startsWith("REPORT"));
      List<String> log = shim.log();
      int init = log.indexOf("in init");
      assertTrue(
          log.get(init - 1).startsWith("INIT_START Runtime Version: provided:al2023\t"),
          log.toString());
      assertEquals(
          List.of(
              "START RequestId: " + ID + " Version: $LATEST",
              ID + " one",
              "two " + ID,
              ID + " no end",
              ID + " REPORT RequestId: " + ID,
              "END RequestId: " + ID,
              report),
          log.subList(init + 1, init + 8));
      assertTrue(report.contains("\tInit Duration: "), report);
      assertEquals(
          "START RequestId: "
              + ID
              + " Version: $LATEST\none\ntwo "
              + ID
              + "\nno end\n"
              + "REPORT RequestId: "
              + ID
              + "\nEND RequestId: "
              + ID
              + "\n"
              + report
              + "\n",
          tail);
      assertTrue(!tail(shim, "[]").contains("Init Duration"));
    }
  }

  @Test
  void a_tail_is_the_end_of_a_long_log() throws Exception {
    try (ShimProcess shim = start(settings())) {
      String tail = tail(shim, "[\"" + "x".repeat(9000) + "\\nlast\\n\"]");
      assertEquals(4096, tail.getBytes(UTF_8).length);
      assertTrue(tail.contains("\nlast\nEND RequestId: "), tail);
    }
  }

  @Test
  void lines_written_before_the_answer_are_never_lost_to_the_next_invocation() throws Exception {
    try (ShimProcess shim = start(settings());
        TestGateway gateway = shim.gateway()) {
      for (int i = 0; i < 200; i++) {
        String id = String.format("00000000-0000-0000-0000-%012d", i);
        gateway.invoke("[\"line of $ID\\n\",\"part\"]", Map.of("Hearth-Request-Id", id));
      }
      shim.awaitLine(
          line -> line.startsWith("REPORT RequestId: 00000000-0000-0000-0000-000000000199"));
      List<String> log = shim.log();
      for (int i = 0; i < 200; i++) {
        String id = String.format("00000000-0000-0000-0000-%012d", i);
        int start = log.indexOf("START RequestId: " + id + " Version: $LATEST");
        assertEquals(
            List.of("line of " + id, id + " part", "END RequestId: " + id),
            log.subList(start + 1, start + 4));
      }
    }
  }

  @Test
  void a_function_that_writes_too_much_loses_lines_and_is_told() throws Exception {
    try (ShimProcess shim = start(settings().timeout(60_000));
        TestGateway gateway = shim.gateway()) {
      String line = "y".repeat(10_000) + "\\n";
      String lines = ("\"" + line.repeat(20) + "\",").repeat(25);
      assertEquals("1", gateway.invoke("[" + lines.substring(0, lines.length() - 1) + "]").body());
      shim.awaitLine(text -> text.startsWith("REPORT"));
      shim.awaitLine(text -> text.startsWith("LOGS_DROPPED"));
      long kept = shim.log().stream().filter(text -> text.endsWith("yyyy")).count();
      long said =
          shim.log().stream()
              .filter(text -> text.startsWith("LOGS_DROPPED"))
              .mapToLong(text -> Long.parseLong(text.replaceAll(".*\tLines: ([0-9]+)\t.*", "$1")))
              .sum();
      assertEquals(500, kept + said);
    }
  }

  @Test
  void json_has_one_object_a_line() throws Exception {
    try (ShimProcess shim = start(settings().json())) {
      String tail =
          tail(shim, "[\"text\\n{\\\"level\\\":\\\"INFO\\\",\\\"message\\\":\\\"m\\\"}\\n\"]");
      List<String> lines = tail.lines().toList();
      assertEquals(4, lines.size(), tail);
      assertTrue(lines.get(0).contains("\"type\":\"platform.start\""), tail);
      assertTrue(lines.get(1).contains("\"message\":\"text\",\"requestId\":\"" + ID), tail);
      assertEquals("{\"level\":\"INFO\",\"message\":\"m\"}", lines.get(2));
      assertTrue(lines.get(3).contains("\"type\":\"platform.report\""), tail);
      assertTrue(lines.get(3).contains("\"initDurationMs\":"), tail);
      shim.awaitLine(line -> line.contains("platform.initStart"));
    }
  }

  @Test
  void a_trace_that_is_sampled_has_its_line() throws Exception {
    try (ShimProcess shim = start(settings());
        TestGateway gateway = shim.gateway()) {
      gateway.invoke("[]", Map.of("Hearth-Trace-Id", "Root=1-2-3;Parent=abc;Sampled=1"));
      shim.awaitLine(line -> line.equals("XRAY TraceId: 1-2-3\tSegmentId: abc\tSampled: true\t"));
    }
  }
}
