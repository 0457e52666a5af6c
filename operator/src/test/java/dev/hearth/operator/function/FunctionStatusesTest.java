package dev.hearth.operator.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.FunctionStatus.Configuration;
import dev.hearth.crds.FunctionStatus.LastUpdateStatus;
import dev.hearth.crds.FunctionStatus.State;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.gateway.Demand.FailedInit;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FunctionStatusesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final FunctionStatus.Code CODE = new FunctionStatus.Code("00", 10L);
  private static final CodeOutcome STORED = new CodeOutcome.Stored(CODE);
  private static final CodeOutcome BAD_ZIP =
      new CodeOutcome.Refused("InvalidZipFileException", "Could not unzip", false);
  private static final CodeOutcome IMAGE =
      new CodeOutcome.InImage(
          new FunctionStatus.Image(null, List.of("/e"), List.of(), "/", Map.of()),
          "r/i:1",
          Optional.of("no such host"));

  private static final String CODE_SPEC = "code: {inline: {a: b}}";

  private final Function function = function(CODE_SPEC);
  private Instant now = NOW;
  private Optional<FailedInit> failedInit = Optional.empty();
  private boolean heard = true;

  @Test
  void a_function_whose_code_is_stored_is_active_though_its_pool_only_starts() {
    FunctionStatus status = status(function, STORED, pool("False", "Starting"));
    assertEquals(State.Active, status.state());
    assertEquals(LastUpdateStatus.Successful, status.lastUpdateStatus());
    assertEquals(CODE, status.code());
    assertEquals("p", status.pool());
    assertEquals(1, status.observedGeneration());
    assertTrue(Conditions.holds(status.conditions(), "Ready"));
    assertNull(status.stateReasonCode());
  }

  @Test
  void bad_code_of_a_new_function_fails_it_in_aws_words() {
    FunctionStatus status = status(function, BAD_ZIP, null);
    assertEquals(State.Failed, status.state());
    assertEquals("InvalidZipFileException", status.stateReasonCode());
    assertEquals("Could not unzip", status.stateReason());
    assertEquals(LastUpdateStatus.Failed, status.lastUpdateStatus());
    assertFalse(Conditions.holds(status.conditions(), "CodeReady"));
  }

  @Test
  void bad_code_of_an_active_function_leaves_it_active_with_what_it_has() {
    function.setStatus(status(function, STORED, null));
    function.getMetadata().setGeneration(2L);
    FunctionStatus status = status(function, BAD_ZIP, null);
    assertEquals(State.Active, status.state());
    assertEquals(CODE, status.code());
    assertEquals(LastUpdateStatus.Failed, status.lastUpdateStatus());
    assertEquals("InvalidZipFileException", status.lastUpdateStatusReasonCode());
    assertEquals(2, status.observedGeneration());
    assertFalse(Conditions.holds(status.conditions(), "Ready"));
  }

  @Test
  void what_serves_while_a_change_fails_is_told_whole() {
    function.setStatus(status(function, STORED, null));
    Configuration first = Configuration.of(function.getSpec());
    assertEquals(first, function.getStatus().configuration());
    Function changed = function("memorySize: 256, code: {inline: {a: c}}");
    changed.setStatus(function.getStatus());
    FunctionStatus failed = status(changed, BAD_ZIP, null, "larger");
    assertEquals(first, failed.configuration());
    assertEquals("p", failed.pool());
    changed.setStatus(failed);
    FunctionStatus done = status(changed, STORED, null, "larger");
    assertEquals(256, done.configuration().memorySize());
    assertEquals("larger", done.pool());
    assertNull(status(function(CODE_SPEC), BAD_ZIP, null).configuration(), "nothing serves yet");
  }

  @Test
  void code_that_no_gateway_could_take_is_pending() {
    FunctionStatus status = status(function, new CodeOutcome.Undelivered("no gateway"), null);
    assertEquals(State.Pending, status.state());
    assertEquals("Creating", status.stateReasonCode());
    assertEquals(LastUpdateStatus.InProgress, status.lastUpdateStatus());
  }

  @Test
  void a_runtime_that_is_not_there_comes_before_everything_else() {
    var look =
        new FunctionLook(
            function,
            Optional.of("no cobol"),
            BAD_ZIP,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true);
    assertEquals("InvalidRuntime", FunctionStatuses.of(look, NOW).stateReasonCode());
  }

  @Test
  void a_pool_whose_image_cannot_be_pulled_is_told_in_aws_words() {
    FunctionStatus status = status(function, STORED, pool("False", "ErrImagePull"));
    assertEquals("ImageAccessDenied", status.stateReasonCode());
    assertFalse(Conditions.holds(status.conditions(), "PoolReady"));
  }

  @Test
  void an_image_function_is_pending_until_its_first_sandbox_has_started() {
    Function image = function("code: {image: {uri: 'r/i:1', entryPoint: [/e]}}");
    FunctionStatus starting = status(image, IMAGE, pool("False", "Starting"));
    assertEquals(State.Pending, starting.state());
    image.setStatus(starting);
    FunctionStatus started = status(image, IMAGE, pool("True", "Ready"));
    assertEquals(State.Active, started.state());
    image.setStatus(started);
    assertEquals(State.Active, status(image, IMAGE, pool("False", "Starting")).state());
  }

  @Test
  void the_image_that_serves_goes_on_until_the_next_one_runs() {
    Function image = function("code: {image: {uri: 'r/i:1', entryPoint: [/e]}}");
    image.setStatus(status(image, IMAGE, pool("True", "Ready")));
    image.getMetadata().setGeneration(2L);
    image.setSpec(function("code: {image: {uri: 'r/i:2'}}, timeout: 9").getSpec());
    FunctionStatus starting = update(image, pool("False", "Starting"));
    assertEquals(LastUpdateStatus.InProgress, starting.lastUpdateStatus());
    assertEquals("p", starting.pool());
    assertEquals(image.getStatus().configuration(), starting.configuration());
    assertEquals(List.of("/e"), starting.image().entryPoint());
    image.setStatus(starting);
    FunctionStatus failed = update(image, pool("False", "ErrImagePull"));
    assertEquals(State.Active, failed.state());
    assertEquals(LastUpdateStatus.Failed, failed.lastUpdateStatus());
    assertEquals("ImageAccessDenied", failed.lastUpdateStatusReasonCode());
    assertEquals("p", failed.pool());
    image.setStatus(failed);
    FunctionStatus runs = update(image, pool("True", "Ready"));
    assertEquals(LastUpdateStatus.Successful, runs.lastUpdateStatus());
    assertEquals("next", runs.pool());
    assertEquals(List.of("/next"), runs.image().entryPoint());
    assertEquals(9, runs.configuration().timeout());
  }

  @Test
  void a_pool_that_finds_no_room_is_pending_and_no_failure() {
    FunctionStatus status = status(function, STORED, pool("False", "Unschedulable"));
    assertEquals(State.Pending, status.state());
    assertEquals("InsufficientCapacity", status.stateReasonCode());
  }

  @Test
  void an_unread_image_configuration_is_told_by_a_condition() {
    Function image = function("code: {image: {uri: 'r/i:1', entryPoint: [/e]}}");
    List<Condition> conditions = status(image, IMAGE, pool("True", "Ready")).conditions();
    assertFalse(Conditions.holds(conditions, "ImageConfigRead"));
    assertTrue(Conditions.holds(conditions, "CodeReady"));
  }

  @Test
  void nothing_new_is_the_same_status_however_late() {
    FunctionStatus first = status(function, STORED, null);
    function.setStatus(first);
    now = NOW.plusSeconds(3600);
    assertEquals(first, status(function, STORED, null));
  }

  @Test
  void a_condition_that_changes_has_the_time_of_its_change() {
    function.setStatus(status(function, STORED, null));
    now = NOW.plusSeconds(60);
    Condition ready =
        Conditions.find(status(function, BAD_ZIP, null).conditions(), "Ready").orElseThrow();
    assertEquals("2026-01-01T00:01:00Z", ready.getLastTransitionTime());
  }

  @Test
  void a_function_whose_init_fails_says_so_in_its_runtimes_words_and_stays_active() {
    failedInit =
        Optional.of(new FailedInit("n", "f", "$LATEST", "Runtime.HandlerNotFound", "no b in a"));
    FunctionStatus status = status(function, STORED, null);
    assertEquals(State.Active, status.state());
    assertEquals(LastUpdateStatus.Successful, status.lastUpdateStatus());
    assertTrue(Conditions.holds(status.conditions(), "Ready"));
    Condition told = initialised(status).orElseThrow();
    assertEquals("False", told.getStatus());
    assertEquals("HandlerNotFound", told.getReason());
    assertEquals("Runtime.HandlerNotFound: no b in a", told.getMessage());
  }

  @Test
  void an_init_that_fails_no_more_is_told_once_everybody_was_heard() {
    assertEquals(Optional.empty(), initialised(status(function, STORED, null)), "it never failed");
    failedInit = Optional.of(new FailedInit("n", "f", "$LATEST", "Runtime.ExitError", ""));
    FunctionStatus failing = status(function, STORED, null);
    function.setStatus(failing);
    failedInit = Optional.empty();
    heard = false;
    assertEquals(failing, status(function, STORED, null), "an operator that has just started");
    heard = true;
    assertEquals("True", initialised(status(function, STORED, null)).orElseThrow().getStatus());
  }

  @Test
  void what_a_runtime_calls_its_error_makes_a_reason_that_kubernetes_takes() {
    failedInit = Optional.of(new FailedInit("n", "f", "$LATEST", "Bad type! ", "said"));
    assertEquals("Badtype", initialised(status(function, STORED, null)).orElseThrow().getReason());
    failedInit = Optional.of(new FailedInit("n", "f", "$LATEST", "", "said"));
    assertEquals(
        "InitFailed", initialised(status(function, STORED, null)).orElseThrow().getReason());
  }

  private static Optional<Condition> initialised(FunctionStatus status) {
    return Conditions.find(status.conditions(), "Initialised");
  }

  private FunctionStatus status(Function of, CodeOutcome code, Condition pool) {
    return status(of, code, pool, "p");
  }

  private FunctionStatus status(Function of, CodeOutcome code, Condition pool, String name) {
    var look =
        new FunctionLook(
            of,
            Optional.empty(),
            code,
            Optional.of(name),
            Optional.ofNullable(pool),
            failedInit,
            heard);
    return FunctionStatuses.of(look, now);
  }

  private FunctionStatus update(Function of, Condition pool) {
    var next =
        new CodeOutcome.InImage(
            new FunctionStatus.Image(null, List.of("/next"), List.of(), "/", Map.of()),
            "r/i:2",
            Optional.empty());
    var look =
        new FunctionLook(
            of,
            Optional.empty(),
            next,
            Optional.of("next"),
            Optional.of(pool),
            Optional.empty(),
            true);
    return FunctionStatuses.of(look, now);
  }

  private static Condition pool(String status, String reason) {
    return new ConditionBuilder()
        .withType("PoolReady")
        .withStatus(status)
        .withReason(reason)
        .withMessage("said by the pool")
        .build();
  }

  private static Function function(String code) {
    return Serialization.unmarshal(
        "metadata: {name: f, namespace: n, generation: 1}\nspec: {" + code + "}", Function.class);
  }
}
