package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.e2e.cluster.AwsCli;
import dev.hearth.e2e.cluster.Hearth;
import dev.hearth.e2e.cluster.Lambda.Answer;
import dev.hearth.e2e.cluster.Publications;
import dev.hearth.e2e.cluster.Wait;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Functions are published, and aliases lead to what was. */
class VersionsE2E {
  private static final Path EXAMPLE = Path.of("..", "examples", "canary");
  private static final int MANY = 200;

  @RegisterExtension static final Hearth HEARTH = new Hearth(VersionsE2E.class);

  private final Publications publications = new Publications(HEARTH);

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void a_canary_gets_its_share_and_then_everything() throws Exception {
    step("");
    assertEquals(1, publications.awaitNumber("canary-blue"));
    awaitServed("canary:live");
    assertEquals(List.of("1"), executed());
    step("shift");
    assertEquals(2, publications.awaitNumber("canary-green"));
    awaitServed("canary:2");
    long share = IntStream.range(0, MANY).filter(_ -> executedOnce().equals("2")).count();
    assertTrue(share > 0 && share < MANY / 3, () -> share + " of " + MANY);
    step("green");
    while (!executed().equals(List.of("2"))) {
      Thread.onSpinWait();
    }
    step("shift");
    assertEquals(2, publications.awaitNumber("canary-green"), "nothing is published anew");
    var cli = new AwsCli(HEARTH.installation().gateway());
    String arn = "arn:aws:lambda:us-east-1:111122224444:function:canary:1";
    assertTrue(cli.invoke(arn, "{}").contains("blue"));
  }

  @Test
  void a_version_that_an_alias_leads_to_cannot_be_deleted() {
    HEARTH.applyPython("used", "def handler(event, context): return 'one'");
    HEARTH.awaitActive("used");
    assertEquals(1, publications.publish("used", "used-one"));
    publications.lead("used", "live", 1, "");
    Wait.until(publications.alias("used-live"), found -> found.getStatus() != null);
    var refused =
        assertThrows(
            KubernetesClientException.class, () -> publications.version("used-one").delete());
    assertTrue(
        refused
            .getMessage()
            .contains(
                "Unable to delete version 1 because the following aliases reference it: [live]"),
        refused::getMessage);
    publications.alias("used-live").delete();
    publications.version("used-one").delete();
    Wait.untilGone(publications.version("used-one"));
    HEARTH.applyPython("used", "def handler(event, context): return 'two'");
    assertEquals(2, publications.publish("used", "used-two"), "no number is given twice");
    awaitServed("used:2");
    assertThrows(ResourceNotFoundException.class, () -> HEARTH.lambda().invoke("used:1", "{}"));
  }

  @Test
  void versions_and_aliases_go_with_their_function() {
    HEARTH.applyPython("brief", "def handler(event, context): return 'one'");
    HEARTH.awaitActive("brief");
    publications.publish("brief", "brief-one");
    publications.lead("brief", "live", 1, "");
    Wait.until(
        publications.alias("brief-live"),
        found -> !found.getMetadata().getOwnerReferences().isEmpty());
    HEARTH.function("brief").delete();
    Wait.untilGone(publications.version("brief-one"));
    Wait.untilGone(publications.alias("brief-live"));
  }

  private static void step(String folder) throws IOException {
    HEARTH.apply(Files.readString(EXAMPLE.resolve(folder).resolve("function.yaml")));
  }

  /** Which versions answer twenty invocations. */
  private static List<String> executed() {
    return IntStream.range(0, 20).mapToObj(_ -> executedOnce()).distinct().toList();
  }

  private static String executedOnce() {
    Answer answer = HEARTH.lambda().invoke("canary:live", "{}");
    assertTrue(
        answer.payload().contains("\"version\": \"" + answer.version() + "\""), answer::payload);
    return answer.version();
  }

  /** Returns when the gateway has heard of it. */
  private static void awaitServed(String name) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (true) {
      try {
        HEARTH.lambda().invoke(name, "{}");
        return;
      } catch (ResourceNotFoundException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }
}
