package dev.hearth.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.invocation.Rejection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionReferenceTest {
  private static final String ACCOUNT = "123456789012";
  private static final String REGION = "us-east-1";
  private static final Accounts ACCOUNTS =
      new Accounts(ACCOUNT, "main", Map.of("111111111111", "shop"));

  private static FunctionReference read(String function, String query) {
    return FunctionReference.of(function, query, asker(null));
  }

  private static FunctionReference.Asker asker(String namespace) {
    return new FunctionReference.Asker(ACCOUNTS, REGION, namespace);
  }

  private static FunctionReference here(String name, String qualifier) {
    return new FunctionReference.Here(new FunctionId("main", name), qualifier);
  }

  private static Outcome.Rejected bad(FunctionReference reference) {
    return assertInstanceOf(FunctionReference.Not.class, reference).why();
  }

  @ParameterizedTest
  @CsvSource({
    "hello, hello,",
    "hello:7, hello, 7",
    "hello:$LATEST, hello, $LATEST",
    "hello:$LATEST.PUBLISHED, hello, $LATEST.PUBLISHED",
    "hello:prod-eu_1, hello, prod-eu_1",
    "function:hello, hello,",
    "function, function,",
    "function:function, function,",
    "123456789012, 123456789012,",
    "123456789012:hello, hello,",
    "123456789012:function:hello, hello,",
    "123456789012:function:hello:7, hello, 7",
    "us-east-1:123456789012:function:hello, hello,",
    "arn:aws:lambda:us-east-1:123456789012:function:hello, hello,",
    "arn:aws:lambda:us-east-1:123456789012:function:hello:7, hello, 7",
    "arn:aws:lambda:us-east-1:123456789012:function:hello:$LATEST, hello, $LATEST"
  })
  void every_form_of_a_name_is_understood(String function, String name, String qualifier) {
    assertEquals(here(name, qualifier), read(function, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a+b",
        "a%2",
        "a\u0000",
        "a/b",
        "한",
        "hello\n",
        "hello:",
        "hello:1:2",
        "hello:$OLDEST",
        ":hello",
        "12345678901:function:hello",
        "arn:aws:s3:us-east-1:123456789012:function:hello",
        "arn:aws:lambda:mars:123456789012:function:hello",
        "arn:aws:lambda:us-east-1:123456789012:layer:hello:1",
        "arn:aws:lambda:hello",
        "ARN:aws:lambda:us-east-1:123456789012:function:hello"
      })
  void anything_else_is_refused_and_shown(String function) {
    Outcome.Rejected why = bad(read(function, null));
    assertEquals(Rejection.VALIDATION, why.rejection());
    String start =
        "1 validation error detected: Value '"
            + function
            + "' at 'functionName' failed to satisfy constraint: Member must satisfy regular"
            + " expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?";
    assertTrue(why.message().startsWith(start), why.message());
  }

  @Test
  void a_name_has_at_most_64_characters_in_whatever_form() {
    String longest = "n".repeat(FunctionReference.MAX_NAME);
    assertEquals(here(longest, null), read(longest, null));
    for (String prefix : new String[] {"", "123456789012:function:"}) {
      Outcome.Rejected why = bad(read(prefix + longest + "n", null));
      assertEquals(Rejection.VALIDATION, why.rejection());
      assertTrue(
          why.message().endsWith("Member must have length less than or equal to 64"),
          why.message());
    }
  }

  @Test
  void a_qualifier_has_at_most_128_characters_wherever_it_stands() {
    String longest = "q".repeat(FunctionReference.MAX_QUALIFIER);
    assertEquals(here("f", longest), read("f", longest));
    assertEquals(here("f", longest), read("f:" + longest, null));
    for (var reference :
        new FunctionReference[] {read("f", longest + "q"), read("f:" + longest + "q", null)}) {
      assertTrue(
          bad(reference)
              .message()
              .endsWith(
                  "'qualifier' failed to satisfy constraint: Member must"
                      + " have length less than or equal to 128"),
          bad(reference).message());
    }
  }

  @Test
  void a_qualifier_from_the_query_must_look_like_one() {
    for (String qualifier : new String[] {"7", "prod", "$LATEST", "$LATEST.PUBLISHED"}) {
      assertEquals(here("f", qualifier), read("f", qualifier));
    }
    Outcome.Rejected why = bad(read("f", "a b"));
    assertEquals(Rejection.VALIDATION, why.rejection());
    assertTrue(why.message().contains("Value 'a b' at 'qualifier'"), why.message());
  }

  @Test
  void a_qualifier_said_twice_must_be_the_same() {
    assertEquals(here("f", "7"), read("f:7", "7"));
    assertEquals(
        new Outcome.Rejected(
            Rejection.INVALID_PARAMETER_VALUE,
            "The derived qualifier from the function name does not match the specified"
                + " qualifier."),
        bad(read("f:7", "8")));
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, arn:aws:lambda:eu-west-1:123456789012:function:f",
    "cn-north-1, arn:aws-cn:lambda:cn-north-1:123456789012:function:f",
    "us-gov-west-1, arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f:live",
    "us-isob-east-1, arn:aws-iso-b:lambda:us-isob-east-1:123456789012:function:f",
    "eusc-de-east-1, arn:aws-eusc:lambda:eusc-de-east-1:123456789012:function:f"
  })
  void functions_of_other_regions_and_partitions_are_not_here(String region, String arn) {
    assertEquals(
        new Outcome.Rejected(
            Rejection.RESOURCE_NOT_FOUND,
            "Functions from '%s' are not reachable in this region ('us-east-1')".formatted(region)),
        bad(read(arn, null)));
    assertInstanceOf(
        FunctionReference.Here.class,
        FunctionReference.of(arn, null, new FunctionReference.Asker(ACCOUNTS, region, null)));
  }

  @Test
  void functions_of_other_accounts_are_not_ours_to_run() {
    Outcome.Rejected why = bad(read("210987654321:function:f:7", null));
    assertEquals(Rejection.ACCESS_DENIED, why.rejection());
    assertTrue(
        why.message().contains(" arn:aws:lambda:us-east-1:210987654321:function:f:7 "),
        why.message());
  }

  @Test
  void an_account_of_the_configuration_stands_for_its_namespace() {
    assertEquals(
        new FunctionReference.Here(new FunctionId("shop", "f"), "7"),
        read("111111111111:function:f:7", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"f", "function:f", "111111111111:function:f", ACCOUNT + ":function:f"})
  void the_header_wins_over_whatever_the_name_says(String function) {
    assertEquals(
        new FunctionReference.Here(new FunctionId("bank", "f"), null),
        FunctionReference.of(function, null, asker("bank")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "-a", "a-", "a.b", "a/b", "a b"})
  void a_header_that_is_no_namespace_is_refused(String namespace) {
    Outcome.Rejected why = bad(FunctionReference.of("f", null, asker(namespace)));
    assertEquals(Rejection.VALIDATION, why.rejection());
    assertTrue(why.message().contains("'X-Hearth-Namespace'"), why.message());
  }

  @Test
  void a_namespace_has_at_most_63_characters() {
    String longest = "n".repeat(FunctionReference.MAX_NAMESPACE);
    assertInstanceOf(FunctionReference.Here.class, FunctionReference.of("f", null, asker(longest)));
    assertInstanceOf(
        FunctionReference.Not.class, FunctionReference.of("f", null, asker(longest + "n")));
  }

  @Test
  void an_arn_names_its_partition_and_the_qualifier_if_there_is_one() {
    assertEquals(
        "arn:aws:lambda:us-east-1:123456789012:function:f",
        FunctionReference.arn(REGION, ACCOUNT, "f", null));
    assertEquals(
        "arn:aws-cn:lambda:cn-north-1:123456789012:function:f:7",
        FunctionReference.arn("cn-north-1", ACCOUNT, "f", "7"));
    assertEquals(
        "arn:aws-us-gov:lambda:us-gov-east-1:123456789012:function:f",
        FunctionReference.arn("us-gov-east-1", ACCOUNT, "f", null));
  }
}
