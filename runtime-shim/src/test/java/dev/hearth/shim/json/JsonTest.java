package dev.hearth.shim.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void all_kinds_of_values_are_read() throws JsonException {
    JsonObject object =
        JsonObject.parse(
            " {\"s\":\"a\\\"\\\\\\n\\u00e9\",\"n\":12,\"l\":[\"x\",\"y\"],\"o\":{\"k\":\"v\"},"
                + "\"t\":true,\"f\":false,\"z\":null,\"e\":-1.5e3,\"a\":[{}]} ");
    assertEquals("a\"\\\n\u00e9", object.string("s"));
    assertEquals(12, object.number("n"));
    assertEquals(List.of("x", "y"), object.list("l"));
    assertEquals(Map.of("k", "v"), object.strings("o"));
    assertEquals(-1500.0, object.members().get("e"));
    assertEquals(1, object.objects("a").size());
    assertEquals("none", object.string("z", "none"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}}",
        "[]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":tru}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":[1}",
        "{\"a\":-}",
        "{\"a\":1e}",
        "nul",
      })
  void what_is_not_json_is_refused(String text) {
    assertThrows(JsonException.class, () -> JsonObject.parse(text));
  }

  @Test
  void depth_has_a_limit() {
    String deep = "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}";
    assertThrows(JsonException.class, () -> JsonObject.parse(deep));
  }

  @Test
  void a_number_must_be_whole_and_not_negative() throws JsonException {
    JsonObject object = JsonObject.parse("{\"a\":1.5,\"b\":-1,\"c\":1e300}");
    for (String name : List.of("a", "b", "c")) {
      assertThrows(JsonException.class, () -> object.number(name));
    }
  }

  @Test
  void what_is_written_can_be_read() throws JsonException {
    String text = "quote\" back\\ \n\r\t\u0001 \u00e9 \ud83d\ude00";
    String json = new JsonText().put("a", text).put("n", 5).putJson("j", "[]").toString();
    assertEquals(text, JsonObject.parse(json).string("a"));
    assertEquals("{\"a\":\"\\ud800\"}", new JsonText().put("a", "\ud800").toString());
  }
}
