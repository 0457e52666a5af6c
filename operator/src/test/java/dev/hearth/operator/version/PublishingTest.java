package dev.hearth.operator.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.Function;
import dev.hearth.crds.PublishedVersionSpec.Published;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishingTest {
  private static final String ACTIVE =
      "{observedGeneration: 2, state: Active, lastUpdateStatus: Successful, pool: p,"
          + " code: {sha256: abc, size: 7}}";
  private static final String SPEC =
      "{runtime: python3.11, handler: a.b, code: {inline: {a: b}}, tags: {team: red},"
          + " reservedConcurrentExecutions: 7}";

  private static Function function(String spec, String status) {
    return Serialization.unmarshal(
        "metadata: {name: hello, generation: 2}\nspec: %s\nstatus: %s".formatted(spec, status),
        Function.class);
  }

  private static boolean isUnchanged(String spec, String status) {
    Published newest = Publishing.freeze(function(SPEC, ACTIVE), 4);
    return Publishing.isUnchanged(newest, function(spec, status));
  }

  @Test
  void a_function_that_is_as_its_spec_says_can_be_published() {
    assertTrue(Publishing.obstacle(function(SPEC, ACTIVE)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | following state: Pending",
        "{observedGeneration: 2, state: Failed} | following state: Failed",
        "{observedGeneration: 1, state: Active, lastUpdateStatus: Successful} | update is in progress",
        "{observedGeneration: 2, state: Active, lastUpdateStatus: InProgress} | update is in progress",
        "{observedGeneration: 2, state: Active, lastUpdateStatus: Failed} | last update of the"
      })
  void any_other_is_waited_for_in_the_words_of_aws(String status, String words) {
    var waits = Publishing.obstacle(function(SPEC, status)).orElseThrow();
    assertEquals("ResourceConflictException", waits.reason());
    assertTrue(
        waits.message().startsWith("The operation cannot be performed at this time. The function")
            || waits.message().contains("time. An update")
            || waits.message().contains("time. The last"),
        waits::message);
    assertTrue(waits.message().contains(words), waits::message);
  }

  @Test
  void what_belongs_to_the_function_and_not_to_a_version_is_not_frozen() {
    Published published = Publishing.freeze(function(SPEC, ACTIVE), 4);
    assertEquals(4, published.version());
    assertEquals("abc", published.code().sha256());
    assertNull(published.function().reservedConcurrentExecutions());
    assertNull(published.function().tags());
  }

  @Test
  void the_same_code_and_configuration_are_no_new_version_wherever_the_code_comes_from() {
    assertTrue(isUnchanged(SPEC, ACTIVE));
    assertTrue(isUnchanged(SPEC.replace("red", "blue").replace(": 7", ": 8"), ACTIVE));
    assertTrue(isUnchanged(SPEC.replace("inline: {a: b}", "configMap: {name: c}"), ACTIVE));
  }

  @Test
  void other_code_or_another_configuration_is_a_new_version() {
    assertFalse(isUnchanged(SPEC, ACTIVE.replace("abc", "abd")));
    assertFalse(isUnchanged(SPEC.replace("a.b", "a.c"), ACTIVE));
    assertFalse(isUnchanged(SPEC.replace("tags", "description: d, tags"), ACTIVE));
  }

  @Test
  void another_digest_of_an_image_is_a_new_version() {
    String spec = "{code: {image: {uri: 'a:1'}}}";
    String status = ACTIVE.replace("code: {sha256: abc, size: 7}", "image: {digest: 'sha256:1'}");
    Published newest = Publishing.freeze(function(spec, status), 1);
    assertTrue(Publishing.isUnchanged(newest, function(spec, status)));
    assertFalse(Publishing.isUnchanged(newest, function(spec, status.replace(":1'}", ":2'}"))));
    assertFalse(Publishing.isUnchanged(newest, function(spec.replace("a:1", "b:1"), status)));
  }
}
