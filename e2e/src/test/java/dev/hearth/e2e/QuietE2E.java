package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.e2e.cluster.Hearth;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kubernetes is told as little as possible. */
class QuietE2E {
  private static final int WARM = 200;
  private static final Pattern WRITE =
      Pattern.compile(
          "(?m)^apiserver_request_total\\{[^}]*resource=\"(pods|functions|sandboxpools|accounts)\""
              + "[^}]*verb=\"(POST|PUT|PATCH|APPLY|DELETE)\"[^}]*} (\\d+)$");

  @RegisterExtension static final Hearth HEARTH = new Hearth(QuietE2E.class);

  @Test
  void warm_invocations_write_nothing_to_the_api_server() throws Exception {
    HEARTH.applyPython("quiet", "def handler(event, context): return event");
    HEARTH.awaitActive("quiet");
    HEARTH.lambda().call("quiet", "0");
    HEARTH.sandboxesOf("quiet");
    long before = awaitCalm();
    for (int i = 0; i < WARM; i++) {
      assertEquals(Integer.toString(i), HEARTH.lambda().call("quiet", Integer.toString(i)));
    }
    // Others may write about what they have done before; it must not go with the invocations.
    assertTrue(writes() - before < WARM / 10, () -> before + " -> " + writes());
  }

  /**
   * What follows from cold starts, as a new spare, has been written when nothing comes any more.
   */
  private static long awaitCalm() {
    long last = -1;
    for (long now = writes(); now != last; now = writes()) {
      last = now;
      HEARTH.installation().apiServerAnswers();
    }
    return last;
  }

  private static long writes() {
    String metrics = HEARTH.kubernetes().raw("/metrics");
    List<Long> counts =
        WRITE.matcher(metrics).results().map(found -> Long.valueOf(found.group(3))).toList();
    assertTrue(!counts.isEmpty(), "the API server counts its requests");
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
