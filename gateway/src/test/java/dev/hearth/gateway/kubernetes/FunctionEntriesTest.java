package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionRuntimeSpec;
import dev.hearth.gateway.function.Artifact;
import dev.hearth.gateway.function.Catalogue.Entry;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.ValueReference;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionEntriesTest {
  private static final FunctionId HELLO = new FunctionId("shop", "hello");
  private static final FunctionRuntimeSpec PYTHON =
      new FunctionRuntimeSpec(
          "python:3.11",
          List.of("/bootstrap"),
          null,
          Map.of("LD_LIBRARY_PATH", "/lib", "A", "r"),
          null,
          null);
  private static final String SPEC = "{runtime: python3.11, handler: a.b, code: {inline: {a: b}}}";
  private static final String ACTIVE =
      "{observedGeneration: 2, state: Active, lastUpdateStatus: Successful, pool: p,"
          + " code: {sha256: abc, size: 7}}";

  private static Entry entry(String spec, String status, Entry before) {
    var yaml = "metadata: {generation: 2}\nspec: %s\nstatus: %s".formatted(spec, status);
    Function function = Serialization.unmarshal(yaml, Function.class);
    var declared = new FunctionEntries.Declared(HELLO, 2, function.getSpec(), function.getStatus());
    return FunctionEntries.of(declared, name -> PYTHON, before);
  }

  private static FunctionVersion ready(String spec, String status) {
    return assertInstanceOf(Entry.Ready.class, entry(spec, status, null)).version();
  }

  @Test
  void an_active_function_is_what_its_spec_and_the_operator_say() {
    FunctionVersion version = ready(SPEC, ACTIVE);
    assertEquals(HELLO, version.id());
    assertEquals(FunctionVersion.LATEST, version.version());
    assertEquals("python3.11", version.runtime());
    assertEquals(List.of("/bootstrap"), version.command());
    assertEquals("a.b", version.handler());
    assertEquals(128, version.memorySizeMb());
    assertEquals(3_000, version.timeoutMs());
    assertEquals("p", version.pool());
    assertEquals(List.of(new Artifact(Artifact.Kind.CODE, "abc", 7)), version.artifacts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{observedGeneration: 2, state: Pending}",
        "{observedGeneration: 1, state: Failed, stateReasonCode: InvalidImage}",
        "{observedGeneration: 2, state: Active, lastUpdateStatus: Successful}"
      })
  void what_the_operator_has_yet_to_do_is_waited_for(String status) {
    assertInstanceOf(Entry.Pending.class, entry(SPEC, status, null));
  }

  @Test
  void what_failed_says_why() {
    String status =
        "{observedGeneration: 2, state: Failed, stateReasonCode: InvalidImage, stateReason: bad}";
    assertEquals(new Entry.Failed("InvalidImage", "bad"), entry(SPEC, status, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{observedGeneration: 1, state: Active, lastUpdateStatus: Successful, code: {sha256: x}}",
        "{observedGeneration: 2, state: Active, lastUpdateStatus: InProgress, code: {sha256: x}}",
        "{observedGeneration: 2, state: Active, lastUpdateStatus: Failed, code: {sha256: x}}"
      })
  void while_a_change_is_carried_out_or_has_failed_the_version_before_serves(String status) {
    Entry before = entry(SPEC, ACTIVE, null);
    assertEquals(before, entry(SPEC.replace("a.b", "c.d"), status, before));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{observedGeneration: 1, state: Active, lastUpdateStatus: Successful",
        "{observedGeneration: 2, state: Active, lastUpdateStatus: InProgress",
        "{observedGeneration: 2, state: Active, lastUpdateStatus: Failed"
      })
  void a_gateway_that_starts_meanwhile_finds_what_code_and_pool_belong_to(String status) {
    String spec = "{runtime: other, handler: c.d, code: {image: {uri: new}}, memorySize: 256}";
    String pair =
        ", pool: p, code: {sha256: abc, size: 7}, configuration: {runtime: python3.11,"
            + " handler: a.b, memorySize: 128, ephemeralStorage: {size: 512}}}";
    assertEquals(entry(SPEC, ACTIVE, null), entry(spec, status + pair, null));
  }

  @Test
  void an_image_goes_on_with_the_variables_that_it_was_started_with() {
    String pair =
        "observedGeneration: 2, state: Active, pool: p, image: {entryPoint: [/run],"
            + " workingDirectory: /}, configuration: {memorySize: 128, ephemeralStorage: {size: 512},"
            + " environment: {variables: {A: old}}}";
    String spec = "{code: {image: {uri: new}}, environment: {variables: {A: new}}}";
    FunctionVersion version = ready(spec, "{lastUpdateStatus: InProgress, " + pair + "}");
    assertEquals(Map.of("A", "old"), version.environment());
    assertEquals(List.of("/run"), version.command());
    version = ready(spec, "{lastUpdateStatus: Successful, " + pair + "}");
    assertEquals(Map.of("A", "new"), version.environment());
  }

  @Test
  void what_is_kept_of_a_function_in_memory_is_all_that_counts() {
    String status =
        "{observedGeneration: 1, state: Active, pool: p, code: {sha256: abc, size: 7},"
            + " configuration: {runtime: python3.11, handler: old, memorySize: 128,"
            + " ephemeralStorage: {size: 512}}}";
    var full =
        Serialization.unmarshal(
            "metadata: {generation: 2}\nspec: %s\nstatus: %s".formatted(SPEC, status),
            Function.class);
    Function lean = Lean.function(full);
    var declared = new FunctionEntries.Declared(HELLO, 2, lean.getSpec(), lean.getStatus());
    assertEquals(entry(SPEC, status, null), FunctionEntries.of(declared, name -> PYTHON, null));
  }

  @Test
  void a_change_that_was_carried_out_is_another_revision() {
    Entry before = entry(SPEC, ACTIVE, null);
    assertEquals(before, entry(SPEC, ACTIVE, before));
    Entry after = entry(SPEC.replace("a.b", "c.d"), ACTIVE, before);
    assertNotEquals(
        ((Entry.Ready) before).version().revision(), ((Entry.Ready) after).version().revision());
  }

  @Test
  void an_image_function_is_started_as_its_image_says() {
    String status =
        "{observedGeneration: 2, state: Active, lastUpdateStatus: Successful, pool: p, image:"
            + " {entryPoint: [/run], command: [-x], workingDirectory: /w, environment: {A: b}}}";
    FunctionVersion version = ready("{code: {image: {uri: x}}}", status);
    assertEquals(List.of("/run", "-x"), version.command());
    assertEquals("/w", version.workingDirectory());
    assertEquals(Map.of("A", "b"), version.runtimeEnvironment());
    assertEquals("", version.runtime());
    assertEquals(List.of(), version.artifacts());
  }

  @Test
  void a_users_variable_wins_over_the_runtimes_unless_they_are_joined() {
    String environment =
        SPEC.replace("}}}", "}}, environment: {variables: {A: u, LD_LIBRARY_PATH: /u}}}");
    FunctionVersion version = ready(environment, ACTIVE);
    assertEquals(Map.of("LD_LIBRARY_PATH", "/lib"), version.runtimeEnvironment());
    assertEquals(Map.of("A", "u", "LD_LIBRARY_PATH", "/u"), version.environment());
  }

  @Test
  void values_that_stand_elsewhere_are_only_referred_to() {
    String from = "{B: {secretKeyRef: {name: s, key: k}}, C: {configMapKeyRef: {name: m, key: k}}}";
    String spec = SPEC.replace("}}}", "}}, environment: {variablesFrom: " + from + "}}");
    assertEquals(
        Map.of(
            "B", new ValueReference(ValueReference.Kind.SECRET, "s", "k"),
            "C", new ValueReference(ValueReference.Kind.CONFIG_MAP, "m", "k")),
        ready(spec, ACTIVE).variablesFrom());
  }

  @Test
  void a_runtime_that_is_not_there_is_the_functions_fault() {
    Function function =
        Serialization.unmarshal("spec: %s\nstatus: %s".formatted(SPEC, ACTIVE), Function.class);
    var declared = new FunctionEntries.Declared(HELLO, 2, function.getSpec(), function.getStatus());
    assertEquals(
        new Entry.Failed("InvalidRuntime", "There is no Runtime python3.11."),
        FunctionEntries.of(declared, name -> null, null));
  }
}
