package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.Catalogue.Entry;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Publications;
import dev.hearth.gateway.kubernetes.Demand.FailedInit;
import dev.hearth.gateway.sandbox.shim.InitFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InitFailuresTest {
  private static final Optional<InitFailure> NO_HANDLER = failure("Runtime.HandlerNotFound");

  private final Catalogue catalogue = new Catalogue();
  private final InitFailures failures = new InitFailures();

  private static Optional<InitFailure> failure(String type) {
    return Optional.of(new InitFailure(type, "said"));
  }

  private FunctionVersion invokable(String name, String revision) {
    var id = new FunctionId("shop", name);
    var version =
        new FunctionVersion(
            id,
            FunctionVersion.LATEST,
            revision,
            "python3.11",
            List.of("run"),
            Map.of(),
            FunctionVersion.TASK_ROOT,
            "a.b",
            128,
            3_000,
            512,
            Map.of(),
            Map.of(),
            FunctionVersion.Logging.TEXT,
            List.of(),
            "pool");
    catalogue.update(
        before -> {
          var after = new HashMap<>(before);
          after.put(id, new Entry.Ready(version));
          return after;
        });
    return version;
  }

  private List<FailedInit> told() {
    return failures.of(catalogue);
  }

  @Test
  void a_failed_init_is_told_until_one_succeeds() {
    FunctionVersion hello = invokable("hello", "r1");
    failures.initEnded(hello, NO_HANDLER);
    assertEquals(
        List.of(new FailedInit("shop", "hello", "$LATEST", "Runtime.HandlerNotFound", "said")),
        told());
    failures.initEnded(hello, Optional.empty());
    assertEquals(List.of(), told());
  }

  @Test
  void a_function_that_was_changed_or_is_gone_has_not_failed() {
    FunctionVersion hello = invokable("hello", "r1");
    failures.initEnded(hello, NO_HANDLER);
    invokable("hello", "r2");
    assertEquals(List.of(), told());
    FunctionVersion other = invokable("other", "r1");
    failures.initEnded(other, NO_HANDLER);
    catalogue.update(before -> Map.of());
    assertEquals(List.of(), told());
  }

  @Test
  void a_published_version_fails_by_itself() {
    FunctionVersion first = invokable("hello", "r1").publishedAs("1");
    catalogue.publish(
        before -> Map.of(first.id(), new Publications(Map.of("1", first), Map.of(), List.of())));
    invokable("hello", "r2");
    failures.initEnded(first, NO_HANDLER);
    assertEquals(List.of("1"), told().stream().map(FailedInit::version).toList());
  }

  @Test
  void an_init_that_took_too_long_has_not_failed_yet() {
    failures.initEnded(invokable("slow", "r1"), failure("Sandbox.Timedout"));
    assertEquals(List.of(), told());
  }

  @Test
  void of_more_functions_than_can_be_remembered_nothing_is_told() {
    for (int i = 0; i <= InitFailures.MAX_FUNCTIONS; i++) {
      failures.initEnded(invokable("f" + i, "r1"), NO_HANDLER);
    }
    assertEquals(InitFailures.MAX_FUNCTIONS, told().size());
    FunctionVersion first = invokable("f0", "r1");
    failures.initEnded(first, failure("Runtime.ExitError"));
    assertEquals("Runtime.ExitError", told().getFirst().errorType(), "known ones go on");
  }

  @Test
  void what_a_runtime_says_is_cut() {
    var failure = new InitFailure("t".repeat(1_000), "m".repeat(1_000));
    assertEquals(InitFailure.MAX_TYPE, failure.errorType().length());
    assertEquals(InitFailure.MAX_MESSAGE, failure.errorMessage().length());
  }
}
