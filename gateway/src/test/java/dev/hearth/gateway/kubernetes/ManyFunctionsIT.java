package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionRuntimeSpec;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.Catalogue.Entry;
import dev.hearth.gateway.function.FunctionId;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What many functions cost a gateway that has nothing to do. */
class ManyFunctionsIT {
  private static final int FUNCTIONS = 10_000;
  private static final long MAX_BYTES = 34_000_000;
  private static final FunctionRuntimeSpec PYTHON =
      new FunctionRuntimeSpec(
          "python:3.11", List.of("/bootstrap"), null, Map.of("A", "b"), null, null);

  @Test
  void ten_thousand_functions_fit_into_34_mb() {
    var store = new LeanStore<>(Lean::function);
    var catalogue = new Catalogue();
    long before = used();
    var entries = new HashMap<FunctionId, Entry>();
    for (int i = 0; i < FUNCTIONS; i++) {
      Function function = function(i);
      store.put(store.getKey(function), function);
      var id = new FunctionId("shop", function.getMetadata().getName());
      Function kept = store.get(store.getKey(function));
      var declared = new FunctionEntries.Declared(id, 1, kept.getSpec(), kept.getStatus());
      entries.put(id, FunctionEntries.of(declared, name -> PYTHON, null));
    }
    catalogue.update(nothing -> entries);
    entries.clear();
    long grown = used() - before;
    System.out.println(FUNCTIONS + " functions take " + grown / 1_000_000 + " MB");
    assertEquals(FUNCTIONS, store.size());
    assertEquals(FUNCTIONS, catalogue.invokable().size());
    assertTrue(grown < MAX_BYTES, grown + " bytes");
  }

  private static Function function(int number) {
    String yaml =
        """
        metadata:
          {name: function-%d, namespace: shop, uid: 5b8f2f0e-0000-0000-0000-%012d, generation: 1,
           resourceVersion: "%d", creationTimestamp: "2026-11-21T12:00:00Z",
           annotations: {last-applied: "%s"}}
        spec: {runtime: python3.11, handler: app.handler, memorySize: 256, timeout: 10,
          environment: {variables: {STAGE: production, TABLE: "table-%d"}},
          code: {inline: {app.py: "%s"}}}
        status:
          {observedGeneration: 1, state: Active, lastUpdateStatus: Successful,
           pool: python3-11-x86-64-256, code: {sha256: "%064d", size: 1234},
           conditions: [{type: Ready, status: "True", reason: Active, message: "",
             lastTransitionTime: "2026-11-21T12:00:00Z"}]}
        """
            .formatted(
                number, number, number, "x".repeat(2_000), number, "y".repeat(2_000), number);
    return Serialization.unmarshal(yaml, Function.class);
  }

  private static long used() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
