package dev.hearth.shim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RuntimeApiTest {
  private static final long SECOND = 1_000_000_000;
  private static final String BASE = "/2018-06-01";

  @Test
  void paths_lead_where_the_runtime_api_says() {
    assertEquals(
        new RuntimeRoute.Next(), RuntimeRoute.of("GET", BASE + "/runtime/invocation/next"));
    assertEquals(
        new RuntimeRoute.Next(), RuntimeRoute.of("GET", BASE + "/runtime/invocation/next?a=b"));
    assertEquals(
        new RuntimeRoute.Response("id"),
        RuntimeRoute.of("POST", BASE + "/runtime/invocation/id/response"));
    assertEquals(
        new RuntimeRoute.ErrorOf("id"),
        RuntimeRoute.of("POST", BASE + "/runtime/invocation/id/error"));
    assertEquals(
        new RuntimeRoute.InitError(), RuntimeRoute.of("POST", BASE + "/runtime/init/error"));
    assertEquals(new RuntimeRoute.Ping(), RuntimeRoute.of("GET", BASE + "/ping"));
  }

  @Test
  void other_paths_and_methods_are_not_there() {
    for (String path : new String[] {"/", BASE, BASE + "/runtime/invocation/", "/next"}) {
      assertEquals(new RuntimeRoute.Unknown(), RuntimeRoute.of("GET", path), path);
    }
    assertEquals(
        new RuntimeRoute.Unknown(),
        RuntimeRoute.of("POST", BASE + "/runtime/invocation/id/response/more"));
    assertEquals(
        new RuntimeRoute.WrongMethod(), RuntimeRoute.of("POST", BASE + "/runtime/invocation/next"));
    assertEquals(
        new RuntimeRoute.WrongMethod(),
        RuntimeRoute.of("GET", BASE + "/runtime/invocation/id/response"));
  }

  @Test
  void only_aws_types_of_error_are_passed_on() {
    assertEquals("Function.Custom", ErrorTypes.ofFunction("Function.Custom"));
    assertEquals("Runtime.UnhandledError", ErrorTypes.ofFunction("Runtime.UnhandledError"));
    for (String type : new String[] {"", "ValueError", "Function.x", "Function.", "xRuntime.Abc"}) {
      assertEquals("Function.Unknown", ErrorTypes.ofFunction(type), type);
    }
    assertEquals("Runtime.Unknown", ErrorTypes.ofRuntime("no"));
    assertEquals("Function.Unknown", ErrorTypes.ofFunction("Function.A" + "a".repeat(200)));
  }

  @Test
  void a_stream_is_slowed_after_its_first_6_mib() {
    StreamPace pace = new StreamPace(100);
    assertEquals(0, pace.delayNanos(StreamPace.BURST_BYTES, 100));
    assertEquals(SECOND, pace.delayNanos(StreamPace.BYTES_PER_SECOND, 100));
    assertEquals(SECOND / 2, pace.delayNanos(0, 100 + SECOND / 2));
    assertEquals(0, pace.delayNanos(0, 100 + 5 * SECOND));
  }

  @Test
  void a_stream_ends_at_200_mib() {
    StreamPace pace = new StreamPace(0);
    assertTrue(pace.admits(StreamPace.LIMIT_BYTES));
    assertTrue(pace.delayNanos(StreamPace.LIMIT_BYTES - 1, 0) > 96 * SECOND);
    assertTrue(pace.admits(1));
    assertFalse(pace.admits(2));
  }
}
