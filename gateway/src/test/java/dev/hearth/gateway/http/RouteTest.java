package dev.hearth.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
  private static Route post(String uri) {
    return Route.of("POST", uri);
  }

  @Test
  void both_ways_to_invoke_are_told_apart() {
    assertEquals(new Route.Invoke("f", null, false), post("/2015-03-31/functions/f/invocations"));
    assertEquals(
        new Route.Invoke("f", null, true),
        post("/2021-11-15/functions/f/response-streaming-invocations"));
  }

  @Test
  void the_function_is_decoded_and_a_plus_stays_a_plus() {
    assertEquals(
        new Route.Invoke("arn:aws:lambda:us-east-1:1:function:a+b:$LATEST", null, false),
        post(
            "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Aa+b:%24LATEST"
                + "/invocations"));
  }

  @Test
  void the_qualifier_is_found_among_other_parameters() {
    assertEquals(
        new Route.Invoke("f", "$LATEST", false),
        post("/2015-03-31/functions/f/invocations?a=b&Qualifier=%24LATEST&Qualifier=2"));
    assertEquals(
        new Route.Invoke("f", null, false),
        post("/2015-03-31/functions/f/invocations?Qualifier=&qualifier=2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "*",
        "",
        "/2015-03-31/functions/invocations",
        "/2015-03-31/functions//invocations",
        "/2015-03-31/functions/a/b/invocations",
        "/2015-03-31/functions/f/invocations/",
        "/2015-03-31/functions/f%2/invocations",
        "/2015-03-31/functions/f/response-streaming-invocations",
        "/2015-03-31/functions/f?/invocations",
        "/2015-03-31/functions/f/invocations?Qualifier=%zz"
      })
  void anything_else_is_no_operation(String uri) {
    assertEquals(new Route.Unknown(), post(uri));
  }

  @Test
  void a_known_path_with_another_method_says_which_one_it_takes() {
    assertEquals(
        new Route.WrongMethod("POST"), Route.of("GET", "/2015-03-31/functions/f/invocations"));
  }
}
