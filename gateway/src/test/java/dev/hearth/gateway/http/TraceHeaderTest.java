package dev.hearth.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeaderTest {
  private static final String ROOT = "Root=1-5759e988-bd862e3fe1be46a994272793";
  private static final String PARENT = "Parent=53995c3f42cd8ad8";
  private static final InstantSource NOW = InstantSource.fixed(Instant.ofEpochSecond(0x5759e988L));

  private static String continued(String received) {
    return TraceHeader.continued(received, NOW, new Random(1)).text();
  }

  @Test
  void a_whole_header_goes_on_as_it_came() {
    String whole = ROOT + ";" + PARENT + ";Sampled=1;Lineage=2:5759e988:0|1:bd862e3f:16;Mine=x";
    assertEquals(whole, continued(whole));
  }

  @Test
  void the_order_of_fields_does_not_matter() {
    assertEquals(
        ROOT + ";" + PARENT + ";Sampled=0;Self=1-a-b",
        continued("Self=1-a-b; Sampled=0;" + PARENT + " ;" + ROOT));
  }

  @Test
  void what_is_missing_is_made_up_and_nobody_is_sampled_unasked() {
    String text = continued(ROOT + ";Lineage=x;Sampled=?");
    assertTrue(text.matches(ROOT + ";Parent=[0-9a-f]{16};Sampled=0;Lineage=x"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "Root=1-5759e988-short;Parent=53995c3f42cd8ad8;Sampled=1",
        "Root=2-5759e988-bd862e3fe1be46a994272793;Sampled=1",
        "Root=1-5759e988-bd862e3fe1be46a99427279g;Sampled=1",
        ROOT + ";x=\r\nInjected: 1",
        ROOT + ";x=\u00e9"
      })
  void without_a_valid_root_a_new_trace_begins(String received) {
    String text = continued(received);
    assertTrue(text.matches("Root=1-5759e988-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0"), text);
    assertNotEquals(text.substring(0, ROOT.length()), ROOT);
  }

  @Test
  void without_a_header_a_new_trace_begins() {
    assertTrue(continued(null).endsWith(";Sampled=0"));
  }

  @Test
  void a_parent_that_is_none_is_replaced() {
    String text = continued(ROOT + ";Parent=xyz;Sampled=1");
    assertTrue(text.matches(ROOT + ";Parent=[0-9a-f]{16};Sampled=1"), text);
  }

  @Test
  void a_header_beyond_the_limit_is_not_believed() {
    String start = ROOT + ";" + PARENT + ";Sampled=1;Lineage=";
    String longest = start + "x".repeat(TraceHeader.MAX_LENGTH - start.length());
    assertEquals(longest, continued(longest));
    assertTrue(continued(longest + "x").endsWith("Sampled=0"));
  }

  @Test
  void two_new_traces_differ() {
    var random = new Random(1);
    assertNotEquals(
        TraceHeader.continued(null, NOW, random).root(),
        TraceHeader.continued(null, NOW, random).root());
  }
}
