package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.SandboxPool;
import dev.hearth.e2e.cluster.Hearth;
import dev.hearth.e2e.cluster.Wait;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** What is deleted is gone, and nothing stays behind. */
class DeletionE2E {
  @RegisterExtension static final Hearth HEARTH = new Hearth(DeletionE2E.class);

  @Test
  void a_deleted_function_leaves_nothing_behind() throws Exception {
    HEARTH.applyPython("gone", "def handler(event, context): return 'here'");
    HEARTH.awaitActive("gone");
    assertEquals("\"here\"", HEARTH.lambda().call("gone", "{}"));
    HEARTH.function("gone").delete();
    Wait.untilAll(HEARTH.sandboxes(), List::isEmpty);
    Wait.untilAll(
        HEARTH.kubernetes().resources(SandboxPool.class).inNamespace(HEARTH.namespace()),
        List::isEmpty);
    String message =
        assertThrows(ResourceNotFoundException.class, () -> HEARTH.lambda().call("gone", "{}"))
            .getMessage();
    assertTrue(message.contains("gone"), message);
  }

  @Test
  void an_invocation_that_runs_is_answered_although_its_function_is_deleted() throws Exception {
    HEARTH.applyPython(
        "parting",
        """
        import time

        def handler(event, context):
            print("for", event["sleep"], "s")
            time.sleep(event["sleep"])
            return "farewell"
        """,
        "timeout: 30");
    HEARTH.awaitActive("parting");
    HEARTH.lambda().call("parting", "{\"sleep\": 0}");
    Pod sandbox = HEARTH.sandboxesOf("parting").getFirst();
    var answer =
        CompletableFuture.supplyAsync(
            () -> HEARTH.lambda().call("parting", "{\"sleep\": 4}"), Thread::startVirtualThread);
    HEARTH.awaitLog(sandbox, "for 4 s");
    HEARTH.function("parting").delete();
    assertEquals("\"farewell\"", answer.join());
    Wait.untilGone(HEARTH.kubernetes().resource(sandbox));
  }
}
