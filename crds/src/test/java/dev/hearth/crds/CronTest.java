package dev.hearth.crds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final long SEED = Long.getLong("hearth.seed", System.nanoTime());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 9 * * *        | 2026-11-21T08:59:59Z | 2026-11-20T09:00:00Z
          0 9 * * *        | 2026-11-21T09:00:00Z | 2026-11-21T09:00:00Z
          */15 * * * *     | 2026-11-21T09:44:00Z | 2026-11-21T09:30:00Z
          5-10/2,50 * * * *| 2026-11-21T09:49:00Z | 2026-11-21T09:09:00Z
          7/20 * * * *     | 2026-11-21T09:46:00Z | 2026-11-21T09:27:00Z
          0 18 * * mon-fri | 2026-11-22T12:00:00Z | 2026-11-20T18:00:00Z
          0 0 * * 7        | 2026-11-24T12:00:00Z | 2026-11-22T00:00:00Z
          0 0 * * 0        | 2026-11-24T12:00:00Z | 2026-11-22T00:00:00Z
          0 0 1 JAN ?      | 2026-11-21T00:00:00Z | 2026-01-01T00:00:00Z
          0 0 ? * SAT      | 2026-11-21T00:00:00Z | 2026-11-21T00:00:00Z
          0 0 29 2 *       | 2103-12-31T00:00:00Z | 2096-02-29T00:00:00Z
          """)
  void the_last_time_is_the_one_that_a_calendar_shows(String cron, Instant now, Instant last) {
    assertEquals(Optional.of(last), Cron.parse(cron).lastUntil(now, ZoneOffset.UTC));
  }

  @Test
  void where_both_days_are_restricted_either_will_do() {
    Cron cron = Cron.parse("0 0 15 * FRI");
    assertEquals("2026-11-15", lastDay(cron, "2026-11-19T12:00:00Z"));
    assertEquals("2026-11-20", lastDay(cron, "2026-11-21T12:00:00Z"));
    Cron oddFridays = Cron.parse("0 0 */2 * FRI");
    assertEquals("2026-11-13", lastDay(oddFridays, "2026-11-21T12:00:00Z"));
  }

  @Test
  void a_time_that_the_clock_skips_is_when_it_skips() {
    Cron cron = Cron.parse("30 2 * * *");
    Instant skips = Instant.parse("2026-03-08T07:00:00Z");
    assertEquals(
        Optional.of(Instant.parse("2026-03-07T07:30:00Z")),
        cron.lastUntil(skips.minusSeconds(1), NEW_YORK));
    assertEquals(Optional.of(skips), cron.lastUntil(skips, NEW_YORK));
  }

  @Test
  void a_time_that_the_clock_shows_twice_is_when_it_shows_it_first() {
    Cron cron = Cron.parse("30 1 * * *");
    Instant first = Instant.parse("2026-11-01T05:30:00Z");
    for (int minutes : List.of(0, 45, 60, 75)) {
      Instant now = first.plus(minutes, ChronoUnit.MINUTES);
      assertEquals(Optional.of(first), cron.lastUntil(now, NEW_YORK), now.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "5-1 * * * *",
        "*/0 * * * *",
        "1,,2 * * * *",
        "-1 * * * *",
        "? * * * *",
        "* * * FOO *",
        "* * L * *",
        "0 0 30 2 *",
        "0 0 31 4,6 *"
      })
  void what_names_no_time_is_refused(String cron) {
    String said = assertThrows(IllegalArgumentException.class, () -> Cron.parse(cron)).getMessage();
    assertFalse(said.isBlank());
  }

  @Test
  void the_last_time_is_the_greatest_that_every_minute_looked_at_finds() {
    var random = new SplittableRandom(SEED);
    List<String> zones = List.of("UTC", "Asia/Seoul", "Europe/Berlin", "America/New_York");
    for (int i = 0; i < 300; i++) {
      var minutes = new TreeSet<>(some(random, 0, 59));
      var hours = new TreeSet<>(some(random, 0, 23));
      String cron = list(minutes) + " " + list(hours) + " * * *";
      ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
      // Around the nights in which clocks change.
      Instant now =
          LocalDateTime.of(2026, random.nextBoolean() ? 3 : 10, 24, 0, 0)
              .toInstant(ZoneOffset.UTC)
              .plusSeconds(random.nextInt(10 * 86_400));
      Optional<Instant> found = Cron.parse(cron).lastUntil(now, zone);
      assertTrue(found.isPresent() && !found.get().isAfter(now), () -> words(cron, zone, now));
      LocalDateTime last = LocalDateTime.ofInstant(found.get(), zone);
      boolean named = minutes.contains(last.getMinute()) && hours.contains(last.getHour());
      assertTrue(named || skips(zone, found.get()), () -> words(cron, zone, now));
      Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
      boolean shownBefore = false;
      while (minute.isAfter(found.get())) {
        LocalDateTime shown = LocalDateTime.ofInstant(minute, zone);
        boolean first = shown.atZone(zone).toInstant().equals(minute);
        shownBefore |=
            first && minutes.contains(shown.getMinute()) && hours.contains(shown.getHour());
        minute = minute.minus(1, ChronoUnit.MINUTES);
      }
      assertFalse(shownBefore, () -> words(cron, zone, now));
    }
  }

  private static boolean skips(ZoneId zone, Instant time) {
    ZoneOffsetTransition change = zone.getRules().nextTransition(time.minusSeconds(1));
    return change != null && change.isGap() && change.getInstant().equals(time);
  }

  private static String words(String cron, ZoneId zone, Instant now) {
    return cron + " in " + zone + " at " + now + " with -Dhearth.seed=" + SEED;
  }

  private static List<Integer> some(SplittableRandom random, int min, int max) {
    var values = new ArrayList<Integer>();
    values.add(random.nextInt(min, max + 1));
    IntStream.rangeClosed(min, max).filter(v -> random.nextInt(8) == 0).forEach(values::add);
    return values;
  }

  private static String list(Set<Integer> values) {
    return String.join(",", values.stream().map(Object::toString).toList());
  }

  private static String lastDay(Cron cron, String now) {
    Instant last = cron.lastUntil(Instant.parse(now), ZoneOffset.UTC).orElseThrow();
    return last.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }
}
