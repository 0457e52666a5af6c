package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.e2e.cluster.Hearth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A function that is an image of its own: one static program, no shell, no libc. */
class ImageFunctionE2E {
  @RegisterExtension static final Hearth HEARTH = new Hearth(ImageFunctionE2E.class);

  @Test
  void it_is_started_as_its_image_says() {
    HEARTH.applyFunction("image", "code: {image: {uri: '%s'}}".formatted(image()));
    var status = HEARTH.awaitActive("image").getStatus();
    assertEquals(List.of("/app/function"), status.image().entryPoint());
    assertEquals(List.of("greet"), status.image().command());
    assertEquals("/app/work", status.image().workingDirectory());
    String answer =
        HEARTH.lambda().call("image", "{\"queryStringParameters\":{\"name\":\"image\"}}");
    assertTrue(answer.contains("image"), answer);
  }

  @Test
  void what_its_manifest_says_wins_over_its_image() {
    HEARTH.applyFunction(
        "own", "code: {image: {uri: '%s', entryPoint: [/app/none]}}".formatted(image()));
    HEARTH.awaitActive("own");
    var answer = HEARTH.lambda().invoke("own", "{}");
    assertTrue(answer.payload().contains("Runtime.InvalidEntrypoint"), answer::payload);
  }

  private static String image() {
    return HEARTH.installation().props().imageFunction();
  }
}
