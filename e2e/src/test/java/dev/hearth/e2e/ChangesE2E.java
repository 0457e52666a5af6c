package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.FunctionStatus.LastUpdateStatus;
import dev.hearth.e2e.cluster.Hearth;
import dev.hearth.e2e.cluster.Load;
import dev.hearth.e2e.cluster.Wait;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A function changes while it is in use. */
class ChangesE2E {
  private static final int CALLERS = 3;
  private static final int SOME = 50;

  @RegisterExtension static final Hearth HEARTH = new Hearth(ChangesE2E.class);

  @Test
  void new_code_takes_over_and_no_request_fails() throws Exception {
    HEARTH.applyPython("moving", "def handler(event, context): return 'old'");
    HEARTH.awaitActive("moving");
    try (var load = new Load(CALLERS, () -> HEARTH.lambda().call("moving", "{}"))) {
      load.awaitMore(SOME);
      HEARTH.applyPython("moving", "def handler(event, context): return 'new'");
      load.awaitAnswer("\"new\"");
      load.awaitMore(SOME);
      assertEquals(List.of(), load.failures());
    }
    assertEquals("\"new\"", HEARTH.lambda().call("moving", "{}"));
  }

  @Test
  void code_that_cannot_be_had_leaves_the_old_code_at_work() throws Exception {
    HEARTH.applyPython("staying", "def handler(event, context): return 'old'");
    HEARTH.awaitActive("staying");
    try (var load = new Load(CALLERS, () -> HEARTH.lambda().call("staying", "{}"))) {
      load.awaitMore(SOME);
      HEARTH.apply(
          """
          apiVersion: hearth.dev/v1alpha1
          kind: Function
          metadata: {name: staying}
          spec:
            runtime: python3.11
            handler: app.handler
            code: {s3: {bucket: code, key: absent.zip}}
          """);
      var failed =
          Wait.until(
              HEARTH.function("staying"),
              f -> f.getStatus().lastUpdateStatus() == LastUpdateStatus.Failed);
      assertTrue(
          failed.getStatus().lastUpdateStatusReason().contains("absent.zip"),
          () -> failed.getStatus().toString());
      load.awaitMore(SOME);
      assertEquals(List.of(), load.failures());
    }
  }
}
