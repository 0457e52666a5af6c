package dev.hearth.shim.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.shim.artifact.Artifact;
import dev.hearth.shim.json.JsonException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionSettingsTest {
  private static final String FULL =
      """
      {"function":"hello","version":"$LATEST","revision":"R","accountId":"1","region":"us-east-1",
      "runtime":"python3.11","command":["python","-m","x"],"runtimeEnvironment":{"A":"b"},
      "workingDirectory":"/var/task","handler":"app.handler","memorySizeMb":128,"timeoutMs":3000,
      "environment":{"STAGE":"dev"},"initializationType":"on-demand","logFormat":"JSON",
      "applicationLogLevel":"INFO","systemLogLevel":"WARN",
      "artifacts":[{"kind":"code","sha256":"ab","size":12},{"kind":"layer","sha256":"cd","crc32c":"0a","size":0}]}
      """;

  @Test
  void everything_in_the_protocols_example_is_understood() throws JsonException {
    FunctionSettings settings = FunctionSettings.parse(FULL);
    assertEquals("hello", settings.name());
    assertEquals(List.of("python", "-m", "x"), settings.command());
    assertEquals(new LogSettings(true, "INFO", "WARN"), settings.logs());
    assertEquals(
        List.of(
            new Artifact(Artifact.Kind.CODE, "ab", "", 12),
            new Artifact(Artifact.Kind.LAYER, "cd", "0a", 0)),
        settings.artifacts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"memorySizeMb\":128 | \"memorySizeMb\":0 | memorySizeMb",
        "\"memorySizeMb\":128 | \"memorySizeMb\":32769 | memorySizeMb",
        "\"timeoutMs\":3000 | \"timeoutMs\":5400001 | timeoutMs",
        "[\"python\",\"-m\",\"x\"] | [] | command",
        "[\"python\",\"-m\",\"x\"] | [1] | command",
        "\"kind\":\"code\" | \"kind\":\"other\" | kind",
        "\"JSON\" | \"XML\" | logFormat",
        "{\"STAGE\":\"dev\"} | {\"STAGE\":1} | environment.STAGE",
        "\"function\":\"hello\", | ' ' | function",
      })
  void what_is_wrong_is_named(String good, String bad, String named) {
    String json = FULL.replace(good, bad);
    JsonException e = assertThrows(JsonException.class, () -> FunctionSettings.parse(json));
    assertTrue(e.getMessage().contains(named), e.getMessage());
  }

  @Test
  void more_than_16_artifacts_are_refused() {
    String one = "{\"kind\":\"layer\",\"sha256\":\"cd\",\"crc32c\":\"0a\",\"size\":0}";
    String json = FULL.replace(one, String.join(",", java.util.Collections.nCopies(16, one)));
    assertThrows(JsonException.class, () -> FunctionSettings.parse(json));
  }
}
