package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.crds.Ports;
import dev.hearth.e2e.cluster.Hearth;
import dev.hearth.e2e.cluster.Installation;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may talk to whom. */
class NetworkE2E {
  @RegisterExtension static final Hearth HEARTH = new Hearth(NetworkE2E.class);

  @Test
  void a_stranger_in_the_same_namespace_cannot_reach_a_sandbox() throws Exception {
    HEARTH.applyPython("guarded", "def handler(event, context): return 'hello'");
    HEARTH.awaitActive("guarded");
    assertEquals("\"hello\"", HEARTH.lambda().call("guarded", "{}"));
    Pod sandbox = HEARTH.sandboxesOf("guarded").getFirst();
    assertEquals("closed\n", attempt(sandbox, Ports.SHIM));
  }

  @Test
  void a_stranger_reaches_a_gateways_lambda_api_and_not_its_internal_one() {
    Pod gateway =
        HEARTH
            .kubernetes()
            .pods()
            .inNamespace(Installation.SYSTEM)
            .withLabel("app.kubernetes.io/name", "hearth-gateway")
            .list()
            .getItems()
            .getFirst();
    assertEquals("open\n", attempt(gateway, Ports.GATEWAY));
    assertEquals("closed\n", attempt(gateway, Ports.GATEWAY_INTERNAL));
  }

  private static String attempt(Pod pod, int port) {
    return HEARTH.run(
        "python",
        """
        /var/lang/bin/python3 - <<'END'
        import socket
        try:
            socket.create_connection(("%s", %d), 3).close()
            print("open")
        except OSError:
            print("closed")
        END
        """
            .formatted(pod.getStatus().getPodIP(), port));
  }
}
