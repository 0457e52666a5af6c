package dev.hearth.cli.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** YAML is read as kubectl reads it. */
class YamlTreeTest {
  @ParameterizedTest
  @ValueSource(strings = {"y", "Yes", "ON", "true", "TRUE"})
  void these_words_mean_true(String word) throws ManifestSyntaxException {
    assertEquals(List.of(true), YamlTree.documents(word));
  }

  @ParameterizedTest
  @ValueSource(strings = {"n", "No", "OFF", "false"})
  void these_words_mean_false(String word) throws ManifestSyntaxException {
    assertEquals(List.of(false), YamlTree.documents(word));
  }

  @ParameterizedTest
  @CsvSource({
    "12,12",
    "+12,12",
    "-3,-3",
    "0x1F,31",
    "0o17,15",
    "0777,511",
    "0b11,3",
    "1_000,1000",
    "08,8",
    "1e3,1000",
    "1.,1",
    "128.0,128"
  })
  void these_are_whole_numbers(String text, long number) throws ManifestSyntaxException {
    assertEquals(List.of(number), YamlTree.documents(text));
  }

  @ParameterizedTest
  @CsvSource({".5,0.5", "1.5,1.5", "-2.5e-1,-0.25"})
  void these_are_fractions(String text, double number) throws ManifestSyntaxException {
    assertEquals(List.of(number), YamlTree.documents(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2020-01-01", "1:30", "=", "yEs", "0x", "1.2.3", "12 apples", "_"})
  void these_are_texts(String text) throws ManifestSyntaxException {
    assertEquals(List.of(text), YamlTree.documents(text));
  }

  @Test
  void what_is_quoted_is_text() throws ManifestSyntaxException {
    assertEquals(
        List.of(List.of("yes", "1", "a\nb\n")), YamlTree.documents("['yes', \"1\", \"a\\nb\\n\"]"));
  }

  @Test
  void a_file_may_hold_several_documents_and_empty_ones_do_not_count()
      throws ManifestSyntaxException {
    assertEquals(List.of(1L, Map.of("a", 2L)), YamlTree.documents("1\n---\n---\na: 2\n---\n"));
  }

  @Test
  void a_null_stays_in_its_place() throws ManifestSyntaxException {
    var expected = new HashMap<String, Object>();
    expected.put("a", null);
    expected.put("b", Arrays.asList(1L, null));
    assertEquals(List.of(expected), YamlTree.documents("a:\nb: [1, ~]"));
  }

  @Test
  void broken_yaml_is_refused_with_its_line() {
    var e = assertThrows(ManifestSyntaxException.class, () -> YamlTree.documents("a: 1\nb: [}"));
    assertTrue(e.getMessage().startsWith("yaml: line 2: "), e.getMessage());
  }

  @Test
  void infinity_is_no_json() {
    var e = assertThrows(ManifestSyntaxException.class, () -> YamlTree.documents("a: .inf"));
    assertEquals("json: unsupported value: .inf", e.getMessage());
  }

  @Test
  void aliases_that_multiply_are_stopped() {
    var bomb = new StringBuilder("a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n");
    for (int i = 1; i < 9; i++) {
      String before = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]\n"
              .formatted(i, i, String.join(",", List.of(before, before, before, before, before))));
    }
    var e = assertThrows(ManifestSyntaxException.class, () -> YamlTree.documents(bomb.toString()));
    assertEquals("the document has more than 100000 values", e.getMessage());
  }

  @Test
  void an_alias_of_what_holds_it_is_refused() {
    var e = assertThrows(ManifestSyntaxException.class, () -> YamlTree.documents("a: &x [*x]"));
    assertTrue(e.getMessage().contains("line 1"), e.getMessage());
  }

  @Test
  void a_file_that_is_too_large_is_refused() {
    String large = "#".repeat(YamlTree.MAX_CHARACTERS + 1);
    assertThrows(ManifestSyntaxException.class, () -> YamlTree.documents(large));
  }
}
