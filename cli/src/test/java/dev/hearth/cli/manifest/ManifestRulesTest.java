package dev.hearth.cli.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.hearth.crds.FunctionSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Local mode refuses what the API server refuses; ManifestWordsIT asks a real one. */
class ManifestRulesTest {
  private static final ManifestRules<FunctionSpec> FUNCTIONS = new ManifestRules<>(Kind.FUNCTION);
  private static final Map<Kind<?>, ManifestRules<?>> RULES =
      Map.of(
          Kind.FUNCTION,
          FUNCTIONS,
          Kind.VERSION,
          new ManifestRules<>(Kind.VERSION),
          Kind.ALIAS,
          new ManifestRules<>(Kind.ALIAS),
          Kind.ACCOUNT,
          new ManifestRules<>(Kind.ACCOUNT));

  private static final String HEAD =
      """
      apiVersion: hearth.dev/v1alpha1
      kind: Function
      metadata: {name: hello}
      """;

  static List<ManifestFolder> bad() {
    return ManifestFolder.bad().toList();
  }

  static List<ManifestFolder> good() {
    return ManifestFolder.good().toList();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void a_bad_manifest_is_refused_with_the_api_servers_words(ManifestFolder manifest) {
    assertEquals(manifest.words(), reasons(manifest.yaml()));
  }

  @ParameterizedTest
  @MethodSource("good")
  void a_good_manifest_is_accepted(ManifestFolder manifest) throws ManifestSyntaxException {
    assertInstanceOf(Verdict.Accepted.class, judge(manifest.yaml()));
  }

  @Test
  void what_is_left_out_gets_its_default() throws ManifestSyntaxException {
    var spec = spec(HEAD + "spec: {runtime: provided.al2023, code: {folder: x}}");
    assertEquals(128, spec.memorySize());
    assertEquals(3, spec.timeout());
    assertNull(spec.environment());
  }

  @Test
  void what_is_given_is_kept() throws ManifestSyntaxException {
    var spec =
        spec(
            HEAD
                + """
                spec:
                  runtime: python3.11
                  handler: app.handler
                  memorySize: 256
                  ephemeralStorage: {}
                  environment: {variables: {STAGE: dev}}
                  code: {inline: {app.py: "x = 1"}}
                """);
    assertEquals(256, spec.memorySize());
    assertEquals(512, spec.ephemeralStorage().size());
    assertEquals(Map.of("STAGE", "dev"), spec.environment().variables());
    assertEquals(Map.of("app.py", "x = 1"), spec.code().inline());
  }

  @Test
  void another_version_of_the_resource_is_refused() {
    assertEquals(
        List.of("no matches for kind \"Function\" in version \"hearth.dev/v1\""),
        reasons("apiVersion: hearth.dev/v1\nkind: Function\nmetadata: {name: x}"));
  }

  @Test
  void functions_of_other_systems_are_not_ours() throws ManifestSyntaxException {
    var document = YamlTree.documents("apiVersion: openfaas.com/v1\nkind: Function").getFirst();
    assertFalse(Kind.FUNCTION.is(document));
    assertFalse(Kind.FUNCTION.is("Function"));
  }

  private static FunctionSpec spec(String yaml) throws ManifestSyntaxException {
    return switch (FUNCTIONS.judge(YamlTree.documents(yaml).getFirst())) {
      case Verdict.Accepted<FunctionSpec>(var manifest) -> manifest.spec();
      case Verdict.Refused<FunctionSpec> refused -> throw new AssertionError(refused);
    };
  }

  private static List<String> reasons(String yaml) {
    try {
      Verdict.Refused<?> refused = assertInstanceOf(Verdict.Refused.class, judge(yaml));
      return refused.reasons().stream().sorted().toList();
    } catch (ManifestSyntaxException e) {
      return List.of(e.getMessage());
    }
  }

  private static Verdict<?> judge(String yaml) throws ManifestSyntaxException {
    Object document = YamlTree.documents(yaml).getFirst();
    return RULES.entrySet().stream()
        .filter(rules -> rules.getKey().is(document))
        .findFirst()
        .orElseThrow()
        .getValue()
        .judge(document);
  }
}
