package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.Catalogue.Entry;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Publications;
import dev.hearth.gateway.sandbox.shim.ShimState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdoptionTest {
  private static final FunctionId HELLO = new FunctionId("shop", "hello");
  private static final FunctionVersion LATEST = version(FunctionVersion.LATEST, "r2");
  private static final FunctionVersion FIRST = version("1", "r1");

  private final Catalogue catalogue = new Catalogue();

  private static FunctionVersion version(String version, String revision) {
    return new FunctionVersion(
        HELLO,
        version,
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
  }

  private Optional<FunctionVersion> adopted(FunctionId function, String version, String revision) {
    return Adoption.meant(
        catalogue,
        function,
        new ShimState(0, "idle", function.name(), version, revision, "", true));
  }

  @Test
  void what_runs_just_what_is_meant_is_taken_over() {
    catalogue.update(before -> Map.of(HELLO, new Entry.Ready(LATEST)));
    catalogue.publish(
        before -> Map.of(HELLO, new Publications(Map.of("1", FIRST), Map.of(), List.of())));
    assertEquals(Optional.of(LATEST), adopted(HELLO, "$LATEST", "r2"));
    assertEquals(Optional.of(FIRST), adopted(HELLO, "1", "r1"));
  }

  @Test
  void what_runs_something_else_is_not() {
    catalogue.update(before -> Map.of(HELLO, new Entry.Ready(LATEST)));
    assertEquals(Optional.empty(), adopted(HELLO, "$LATEST", "r1"));
    assertEquals(Optional.empty(), adopted(HELLO, "1", "r1"));
    assertEquals(Optional.empty(), adopted(new FunctionId("bank", "hello"), "$LATEST", "r2"));
  }

  @Test
  void a_function_that_cannot_be_invoked_gets_no_sandbox_back() {
    catalogue.update(before -> Map.of(HELLO, new Entry.Failed("InvalidRuntime", "gone")));
    assertEquals(Optional.empty(), adopted(HELLO, "$LATEST", "r2"));
    catalogue.update(before -> Map.of(HELLO, new Entry.Pending("later")));
    assertEquals(Optional.empty(), adopted(HELLO, "$LATEST", "r2"));
  }
}
