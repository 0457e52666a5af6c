package dev.hearth.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.invocation.Rejection;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvokeHeadersTest {
  private static InvokeHeaders read(String name, String value) {
    return InvokeHeaders.of(MultiMap.caseInsensitiveMultiMap().add(name, value)::get, false);
  }

  private static InvokeHeaders.Good good(String name, String value) {
    return assertInstanceOf(InvokeHeaders.Good.class, read(name, value));
  }

  private static InvokeHeaders bad(Rejection rejection, String message) {
    return new InvokeHeaders.Bad(new Outcome.Rejected(rejection, message));
  }

  private static String encoded(String document) {
    return Base64.getEncoder().encodeToString(document.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void without_headers_a_result_is_wanted_and_no_log() {
    assertEquals(
        new InvokeHeaders.Good(false, false, null, null, null),
        InvokeHeaders.of(MultiMap.caseInsensitiveMultiMap()::get, false));
  }

  @Test
  void an_unknown_invocation_type_is_told_the_known_ones() {
    assertEquals(
        bad(
            Rejection.VALIDATION,
            "1 validation error detected: Value 'event' at 'invocationType' failed to satisfy"
                + " constraint: Member must satisfy enum value set: [Event, RequestResponse,"
                + " DryRun]"),
        read("X-Amz-Invocation-Type", "event"));
  }

  @Test
  void the_end_of_the_log_comes_where_it_is_asked_for() {
    assertEquals(true, good("X-Amz-Log-Type", "Tail").logTail());
    assertEquals(false, good("X-Amz-Log-Type", "None").logTail());
    assertInstanceOf(InvokeHeaders.Bad.class, read("X-Amz-Log-Type", "tail"));
  }

  @Test
  void a_client_context_goes_on_as_it_came() {
    String context = encoded(" {\"custom\":{\"이름\":\"값\"}}");
    assertEquals(context, good("X-Amz-Client-Context", context).clientContext());
  }

  @ParameterizedTest
  @ValueSource(strings = {"e30", "[]", "\"a\"", "null", "", "{\"a\":1", "{} {}"})
  void a_client_context_that_is_no_json_object_is_refused_in_awss_words(String document) {
    assertEquals(
        bad(
            Rejection.INVALID_REQUEST_CONTENT,
            "Client context must be a valid Base64-encoded JSON object."),
        read("X-Amz-Client-Context", encoded(document)));
  }

  @Test
  void a_client_context_that_is_not_base64_is_refused() {
    assertEquals(
        bad(
            Rejection.INVALID_REQUEST_CONTENT,
            "Client context must be a valid Base64-encoded JSON object."),
        read("X-Amz-Client-Context", "{\"a\":1}"));
  }

  @Test
  void a_client_context_has_at_most_3583_bytes() {
    String longest = encoded("{\"a\":\"" + "x".repeat(2_677) + "\"}");
    assertEquals(3_580, longest.length());
    assertEquals(longest, good("X-Amz-Client-Context", longest).clientContext());
    assertEquals(
        bad(
            Rejection.INVALID_REQUEST_CONTENT,
            "Client context must be no more than 3583 bytes in base64"),
        read("X-Amz-Client-Context", longest + "AAAA"));
  }

  @Test
  void a_tenant_id_has_at_most_256_printable_characters() {
    String longest = "t".repeat(InvokeHeaders.MAX_TENANT_ID);
    assertEquals(longest, good("X-Amz-Tenant-Id", longest).tenantId());
    assertInstanceOf(InvokeHeaders.Bad.class, read("X-Amz-Tenant-Id", longest + "t"));
    assertInstanceOf(InvokeHeaders.Bad.class, read("X-Amz-Tenant-Id", "t\u00e9"));
  }
}
