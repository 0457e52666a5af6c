package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.e2e.cluster.Hearth;
import dev.hearth.e2e.cluster.Load;
import dev.hearth.e2e.cluster.Publications;
import dev.hearth.e2e.cluster.Wait;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** A function is never given more than it has reserved, nor less than is provisioned. */
class ConcurrencyE2E {
  private static final int CLIENTS = 100;
  private static final int EACH = 3;
  private static final long AFTER_REFUSAL_NS = 200_000_000;
  private static final int RESERVED = 7;
  private static final int KEPT = 5;

  @RegisterExtension static final Hearth HEARTH = new Hearth(ConcurrencyE2E.class);

  private final Publications publications = new Publications(HEARTH);

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void a_hundred_clients_never_have_more_than_the_seven_that_are_reserved() throws Exception {
    HEARTH.applyPython(
        "seven",
        """
        import time

        def handler(event, context):
            start = time.time()
            time.sleep(0.2)
            return [start, time.time()]
        """,
        "timeout: 30",
        "reservedConcurrentExecutions: " + RESERVED);
    HEARTH.awaitActive("seven");
    var spans = new ConcurrentLinkedQueue<double[]>();
    var reasons = new ConcurrentLinkedQueue<String>();
    List<CompletableFuture<Void>> clients =
        IntStream.range(0, CLIENTS)
            .mapToObj(
                _ ->
                    CompletableFuture.runAsync(
                        () -> callOften(spans, reasons), Thread::startVirtualThread))
            .toList();
    clients.forEach(CompletableFuture::join);
    assertEquals(CLIENTS * EACH, spans.size());
    assertEquals(RESERVED, most(new ArrayList<>(spans)), "at one time, as the functions saw it");
    assertTrue(
        reasons.contains("ReservedFunctionConcurrentInvocationLimitExceeded"), reasons::toString);
    assertTrue(
        reasons.stream().allMatch(reason -> reason.startsWith("ReservedFunction")),
        reasons::toString);
  }

  /** Calls until so many calls were not refused. */
  private static void callOften(
      ConcurrentLinkedQueue<double[]> spans, ConcurrentLinkedQueue<String> reasons) {
    for (int done = 0; done < EACH; ) {
      try {
        String span = HEARTH.lambda().call("seven", "{}");
        spans.add(Serialization.unmarshal(span, double[].class));
        done++;
      } catch (TooManyRequestsException e) {
        reasons.add(e.reasonAsString());
        LockSupport.parkNanos(AFTER_REFUSAL_NS);
      }
    }
  }

  /** How many of these ran at one time. */
  private static int most(List<double[]> spans) {
    var changes = new TreeMap<Double, Integer>();
    for (double[] span : spans) {
      changes.merge(span[0], 1, Integer::sum);
      changes.merge(span[1], -1, Integer::sum);
    }
    int running = 0;
    int most = 0;
    for (int change : changes.values()) {
      running += change;
      most = Math.max(most, running);
    }
    return most;
  }

  @Test
  void sandboxes_that_are_kept_return_when_they_are_all_deleted() throws Exception {
    tells("kept", "one");
    int version = publications.publish("kept", "kept-one");
    publications.lead("kept", "live", version, provisioned(KEPT));
    publications.awaitKept("kept-live", KEPT);
    List<Pod> first =
        Wait.untilAll(publications.sandboxes("kept", version), pods -> pods.size() == KEPT);
    publications.sandboxes("kept", version).withGracePeriod(0).delete();
    List<String> gone = first.stream().map(pod -> pod.getMetadata().getUid()).toList();
    Wait.untilAll(
        publications.sandboxes("kept", version),
        pods ->
            pods.size() == KEPT
                && pods.stream().noneMatch(pod -> gone.contains(pod.getMetadata().getUid())));
    publications.awaitKept("kept-live", KEPT);
    assertEquals("\"one provisioned-concurrency\"", HEARTH.lambda().call("kept:live", "{}"));
  }

  @Test
  void a_new_version_takes_over_and_nobody_waits_for_a_cold_start() throws Exception {
    tells("smooth", "one");
    publications.lead("smooth", "live", publications.publish("smooth", "smooth-1"), provisioned(2));
    publications.awaitKept("smooth-live", 2);
    tells("smooth", "two");
    int second = publications.publish("smooth", "smooth-2");
    try (var load = new Load(1, () -> HEARTH.lambda().call("smooth:live", "{}"))) {
      load.awaitAnswer("\"one provisioned-concurrency\"");
      publications.lead("smooth", "live", second, provisioned(2));
      load.awaitAnswer("\"two provisioned-concurrency\"");
      load.awaitMore(50);
      assertEquals(List.of(), load.failures());
      assertTrue(
          load.answers().stream().allMatch(answer -> answer.contains("provisioned-concurrency")),
          () -> load.answers().toString());
    }
  }

  /** A function that tells a word and how its sandbox was initialised. */
  private static void tells(String name, String word) {
    HEARTH.applyPython(
        name,
        """
        import os

        def handler(event, context):
            return "%s " + os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]
        """
            .formatted(word));
    HEARTH.awaitActive(name);
  }

  private static String provisioned(int sandboxes) {
    return ", provisionedConcurrency: {executions: %d}".formatted(sandboxes);
  }
}
