package dev.hearth.shim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DrainIT {
  @Test
  void sigterm_lets_the_invocation_end_and_exits_with_0() throws Exception {
    try (Stage stage = Stage.ready();
        TestGateway second = stage.shim.gateway()) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      stage.shim.terminate();
      while (!second.get("/v1/state").body().contains("\"state\":\"draining\"")) {
        Thread.onSpinWait();
      }
      HttpReply refused = second.invoke("{}");
      assertEquals(409, refused.status());
      assertTrue(refused.body().contains("Draining"));
      stage.runtime().sendResponse(RuntimeByHand.id(next), "\"done\"");
      assertEquals("\"done\"", Stage.get(reply).body());
      assertEquals(0, stage.shim.awaitExit());
      stage.shim.awaitLine(line -> line.startsWith("REPORT"));
    }
  }

  @Test
  void drain_ends_an_idle_sandbox_with_0_and_its_runtime_with_it() throws Exception {
    try (Stage stage = Stage.ready()) {
      ProcessHandle runtime = stage.shim.process().toHandle().children().findFirst().orElseThrow();
      assertEquals(202, stage.gateway.drain().status());
      assertEquals(0, stage.shim.awaitExit());
      runtime.onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
    }
  }

  @Test
  void sigterm_ends_a_spare_and_one_that_initialises() throws Exception {
    try (ShimProcess shim = Shims.start()) {
      shim.terminate();
      assertEquals(0, shim.awaitExit());
    }
    try (Stage stage = Stage.spare()) {
      Future<HttpReply> specialised = stage.specialise(Stage.sleeping());
      stage.shim.terminate();
      assertEquals(0, stage.shim.awaitExit());
      assertThrows(ExecutionException.class, () -> Stage.get(specialised));
    }
  }
}
