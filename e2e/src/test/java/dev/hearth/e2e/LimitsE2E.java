package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.e2e.cluster.Hearth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A function that goes beyond its limits is stopped, and works again at once. */
class LimitsE2E {
  @RegisterExtension static final Hearth HEARTH = new Hearth(LimitsE2E.class);

  @Test
  void more_memory_than_it_has_kills_the_runtime_and_not_the_sandbox() throws Exception {
    HEARTH.applyPython(
        "greedy",
        """
        import os

        kept = []

        def handler(event, context):
            for _ in range(event["mb"]):
                kept.append(os.urandom(1 << 20))
            return len(kept)
        """,
        "timeout: 30");
    HEARTH.awaitActive("greedy");
    assertEquals("5", HEARTH.lambda().call("greedy", "{\"mb\": 5}"));
    String before = HEARTH.sandboxesOf("greedy").getFirst().getMetadata().getUid();
    var answer = HEARTH.lambda().invoke("greedy", "{\"mb\": 400}");
    assertTrue(answer.payload().contains("Runtime.ExitError"), answer::payload);
    assertTrue(answer.payload().contains("signal: killed"), answer::payload);
    assertEquals("5", HEARTH.lambda().call("greedy", "{\"mb\": 5}"));
    assertEquals(before, HEARTH.sandboxesOf("greedy").getFirst().getMetadata().getUid());
  }

  @Test
  void nothing_a_function_has_started_outlives_its_deadline() throws Exception {
    HEARTH.applyPython(
        "clinging",
        """
        import os, time

        def handler(event, context):
            if event.get("hide"):
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        os.execv("/var/lang/bin/python3", ["fugitive", "-c", "import time; time.sleep(600)"])
                    os._exit(0)
                time.sleep(600)
            found = []
            for pid in filter(str.isdigit, os.listdir("/proc")):
                with open(f"/proc/{pid}/cmdline") as words:
                    if words.read().startswith("fugitive"):
                        found.append(pid)
            return found
        """,
        "timeout: 2");
    HEARTH.awaitActive("clinging");
    assertEquals("[]", HEARTH.lambda().call("clinging", "{}"));
    var answer = HEARTH.lambda().invoke("clinging", "{\"hide\": true}");
    assertTrue(answer.payload().contains("Task timed out after 2.00 seconds"), answer::payload);
    assertEquals("[]", HEARTH.lambda().call("clinging", "{}"));
  }
}
