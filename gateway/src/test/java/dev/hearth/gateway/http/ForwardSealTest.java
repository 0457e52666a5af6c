package dev.hearth.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardSealTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final SecretKey SECRET = new SecretKeySpec(new byte[] {7}, "HmacSHA256");
  private static final ForwardSeal.Sealed REQUEST =
      new ForwardSeal.Sealed("/a?Qualifier=1", "shop", "id-1");

  private final ForwardSeal ours = at(NOW);

  @Test
  void what_was_sealed_is_believed_with_its_epoch() {
    assertEquals(OptionalLong.of(12), ours.open(REQUEST, ours.seal(REQUEST, 12)));
  }

  @Test
  void nothing_of_it_can_be_changed() {
    String header = ours.seal(REQUEST, 12);
    for (var other :
        new ForwardSeal.Sealed[] {
          new ForwardSeal.Sealed("/b?Qualifier=1", "shop", "id-1"),
          new ForwardSeal.Sealed("/a?Qualifier=1", "bank", "id-1"),
          new ForwardSeal.Sealed("/a?Qualifier=1", "shop", "id-2")
        }) {
      assertEquals(OptionalLong.empty(), ours.open(other, header));
    }
    assertEquals(OptionalLong.empty(), ours.open(REQUEST, "13" + header.substring(2)));
  }

  @Test
  void who_has_another_secret_is_nobody() {
    var theirs = new ForwardSeal(new SecretKeySpec(new byte[] {8}, "HmacSHA256"), () -> NOW);
    assertEquals(OptionalLong.empty(), ours.open(REQUEST, theirs.seal(REQUEST, 12)));
  }

  @Test
  void it_holds_for_a_minute_on_clocks_that_differ_by_another() {
    String header = ours.seal(REQUEST, 12);
    assertEquals(OptionalLong.of(12), at(NOW.plusSeconds(60)).open(REQUEST, header));
    assertEquals(OptionalLong.empty(), at(NOW.plusSeconds(61)).open(REQUEST, header));
    assertEquals(OptionalLong.of(12), at(NOW.minusSeconds(60)).open(REQUEST, header));
    assertEquals(OptionalLong.empty(), at(NOW.minusSeconds(61)).open(REQUEST, header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1 2", "1 2 !", "x 2 AAAA", "1 x AAAA", "1 2 AAAA 4"})
  void anything_else_is_refused(String header) {
    assertEquals(OptionalLong.empty(), ours.open(REQUEST, header));
  }

  private static ForwardSeal at(Instant time) {
    InstantSource clock = () -> time;
    return new ForwardSeal(SECRET, clock);
  }
}
