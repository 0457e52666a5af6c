package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.crds.Labels;
import dev.hearth.e2e.cluster.Hearth;
import dev.hearth.e2e.cluster.Load;
import dev.hearth.e2e.cluster.Wait;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.ConnectException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The release is changed while it is used. */
class UpgradeE2E {
  private static final int SOME = 30;
  private static final long CONNECT_S = 50;
  private static final long BETWEEN_TRIES_MS = 50;

  @RegisterExtension static final Hearth HEARTH = new Hearth(UpgradeE2E.class);

  @AfterAll
  static void back() {
    HEARTH.installation().upgrade(List.of());
  }

  @Test
  void an_upgrade_of_the_operator_is_noticed_by_nobody() throws Exception {
    HEARTH.applyPython("lasting", "def handler(event, context): return 'well'");
    HEARTH.awaitActive("lasting");
    HEARTH.lambda().call("lasting", "{}");
    Set<String> before = uids(HEARTH.sandboxesOf("lasting"));
    try (var load = new Load(1, () -> HEARTH.lambda().call("lasting", "{}"))) {
      load.awaitMore(SOME);
      HEARTH.installation().upgrade(List.of("pool.idleAfter=5s"));
      load.awaitMore(SOME);
      assertEquals(List.of(), load.failures());
    }
    assertEquals(before, uids(HEARTH.sandboxesOf("lasting")));
  }

  @Test
  void a_gateway_that_is_replaced_fails_no_request_that_it_was_sent() throws Exception {
    HEARTH.applyPython("kept", "def handler(event, context): return 'well'");
    HEARTH.awaitActive("kept");
    HEARTH.lambda().call("kept", "{}");
    Set<String> before = uids(HEARTH.sandboxesOf("kept"));
    try (var load = new Load(1, UpgradeE2E::callOnceConnected)) {
      load.awaitMore(SOME);
      HEARTH.installation().upgrade(List.of("gateway.keepAlive=11m"));
      load.awaitMore(SOME);
      assertEquals(List.of(), load.failures());
    }
    assertEquals(before, uids(HEARTH.sandboxesOf("kept")));
  }

  /** While nobody listens, a caller is refused and knows that nothing has happened. */
  private static String callOnceConnected() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_S);
    while (true) {
      try {
        return HEARTH.lambda().call("kept", "{}");
      } catch (SdkClientException e) {
        if (!isRefusal(e) || System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BETWEEN_TRIES_MS));
      }
    }
  }

  private static boolean isRefusal(SdkClientException failure) {
    return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(cause -> cause instanceof ConnectException);
  }

  @Test
  void a_pool_that_nobody_needs_goes_to_zero_and_comes_back() throws Exception {
    HEARTH.installation().upgrade(List.of("pool.idleAfter=5s"));
    HEARTH.applyFunction(
        "seldom",
        "runtime: python3.11, handler: app.handler, memorySize: 256, code: {inline: {app.py: "
            + "'def handler(event, context): return 7'}}");
    String pool = HEARTH.awaitActive("seldom").getStatus().pool();
    Wait.untilAll(
        HEARTH.kubernetes().pods().inNamespace(HEARTH.namespace()).withLabel(Labels.POOL, pool),
        List::isEmpty);
    assertEquals("7", HEARTH.lambda().call("seldom", "{}"));
  }

  private static Set<String> uids(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
  }
}
