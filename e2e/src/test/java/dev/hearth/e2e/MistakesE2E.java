package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus.State;
import dev.hearth.e2e.cluster.Hearth;
import dev.hearth.e2e.cluster.Wait;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is wrong with a function stands where its user looks. */
class MistakesE2E {
  @RegisterExtension static final Hearth HEARTH = new Hearth(MistakesE2E.class);

  @Test
  void code_that_is_no_zip_is_named_in_a_condition() throws Exception {
    Path text = Files.writeString(Path.of("target", "no.zip"), "print('hello')");
    HEARTH.installation().props().store("code", "no.zip", text);
    HEARTH.applyFunction(
        "nozip", "runtime: python3.11, handler: a.b, code: {s3: {bucket: code, key: no.zip}}");
    var status = HEARTH.awaitState("nozip", State.Failed).getStatus();
    assertEquals("InvalidZipFileException", status.stateReasonCode());
    assertEquals("False", condition("nozip", "CodeReady").getStatus());
  }

  @Test
  void an_image_that_is_not_there_is_named_in_a_condition() {
    HEARTH.applyFunction(
        "noimage",
        "code: {image: {uri: 'registry.hearth-e2e.svc:5000/absent:1', entryPoint: [/app]}}");
    HEARTH.awaitState("noimage", State.Failed);
    Condition ready = condition("noimage", "Ready");
    assertEquals("False", ready.getStatus());
    assertTrue(ready.getMessage().contains("absent:1"), ready::getMessage);
  }

  @Test
  void a_handler_that_is_not_there_is_named_by_every_invocation_and_in_a_condition() {
    HEARTH.applyPython("nohandler", "x = 1", "timeout: 60");
    HEARTH.awaitActive("nohandler");
    for (int i = 0; i < 2; i++) {
      var answer = HEARTH.lambda().invoke("nohandler", "{}");
      assertEquals("Unhandled", answer.error().orElse("none"), answer::payload);
      assertTrue(answer.payload().contains("Runtime.HandlerNotFound"), answer::payload);
    }
    Condition told = awaitInitialised("nohandler", "False");
    assertEquals("HandlerNotFound", told.getReason());
    assertTrue(told.getMessage().contains("Handler"), told::getMessage);
    assertEquals(State.Active, HEARTH.function("nohandler").get().getStatus().state());
    HEARTH.applyPython("nohandler", "def handler(event, context): return event", "timeout: 60");
    awaitInitialised("nohandler", "True");
  }

  @Test
  void a_runtime_that_is_not_there_is_named_in_a_condition() {
    HEARTH.applyFunction("noruntime", "runtime: cobol, handler: a.b, code: {inline: {a: b}}");
    var status = HEARTH.awaitState("noruntime", State.Failed).getStatus();
    assertEquals("InvalidRuntime", status.stateReasonCode());
  }

  private static Condition awaitInitialised(String function, String status) {
    Wait.until(
        HEARTH.function(function),
        f -> find(f, "Initialised").filter(c -> c.getStatus().equals(status)).isPresent());
    return condition(function, "Initialised");
  }

  private static Condition condition(String function, String type) {
    return find(HEARTH.function(function).get(), type).orElseThrow();
  }

  private static Optional<Condition> find(Function function, String type) {
    return function.getStatus().conditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }
}
