package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountListTest {
  @Test
  void accounts_are_read_with_their_namespaces() {
    assertEquals(
        Map.of("111111111111", "shop", "222222222222", "bank-2"),
        AccountList.parse("111111111111=shop, 222222222222=bank-2"));
    assertEquals(Map.of(), AccountList.parse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"11111111111=shop", "111111111111", "111111111111=Shop", "111111111111=-a", ","})
  void what_is_no_account_is_refused(String text) {
    assertThrows(IllegalArgumentException.class, () -> AccountList.parse(text));
  }

  @Test
  void an_account_stands_for_one_namespace() {
    assertThrows(
        IllegalArgumentException.class,
        () -> AccountList.parse("111111111111=shop,111111111111=bank"));
  }

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "3s, PT3S", "10m, PT10M", "1h, PT1H"})
  void durations_are_read_as_charts_write_them(String text, Duration duration) {
    assertEquals(duration, new DurationText().convert(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "m", "-1s", "1.5s", "PT10M"})
  void other_durations_are_refused(String text) {
    assertThrows(IllegalArgumentException.class, () -> new DurationText().convert(text));
  }
}
