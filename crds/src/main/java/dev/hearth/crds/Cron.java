package dev.hearth.crds;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Times of a calendar as crontab names them: minute, hour, day of month, month, day of week. Where
 * both days are restricted, either will do. A time that the clock skips is at the moment it skips,
 * one that it shows twice is when it shows it first. Immutable.
 */
public final class Cron {
  /** No two times are further apart: 29 February, where a century leaves one out. */
  private static final int MOST_DAYS = 8 * 366 + 1;

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private static final CronField MINUTE = new CronField("minute", 0, 59, List.of());
  private static final CronField HOUR = new CronField("hour", 0, 23, List.of());
  private static final CronField DAY = new CronField("day of month", 1, 31, List.of());
  private static final CronField MONTH = new CronField("month", 1, 12, MONTHS);
  private static final CronField WEEKDAY = new CronField("day of week", 0, 7, DAYS);
  private static final int SUNDAY_AGAIN = 7;

  private final long minutes;
  private final long hours;
  private final long days;
  private final long months;
  private final long weekdays;
  private final boolean everyDay;
  private final boolean everyWeekday;

  private Cron(List<String> fields) {
    minutes = MINUTE.parse(fields.get(0));
    hours = HOUR.parse(fields.get(1));
    days = DAY.parse(fields.get(2).replace('?', '*'));
    months = MONTH.parse(fields.get(3));
    weekdays = WEEKDAY.parse(fields.get(4).replace('?', '*'));
    everyDay = fields.get(2).matches("[*?].*");
    everyWeekday = fields.get(4).matches("[*?].*");
  }

  /**
   * Reads an expression of five fields.
   *
   * @throws IllegalArgumentException if it is none, or names no day that there is; the message says
   *     what is wrong
   */
  public static Cron parse(String text) {
    List<String> fields = List.of(text.strip().toUpperCase(Locale.ROOT).split("\\s+"));
    if (fields.size() != 5) {
      throw new IllegalArgumentException("five fields are needed, not " + fields.size());
    }
    var cron = new Cron(fields);
    if (!cron.names()) {
      throw new IllegalArgumentException("there is no such day in any of these months");
    }
    return cron;
  }

  private boolean names() {
    return !everyWeekday
        || IntStream.rangeClosed(1, 12)
            .filter(month -> has(months, month))
            .anyMatch(month -> Long.numberOfTrailingZeros(days) <= Month.of(month).maxLength());
  }

  /** The last of these times that is not after this one; empty where there is none in years. */
  public Optional<Instant> lastUntil(Instant now, ZoneId zone) {
    // Just after midnight was shown for the first time the clock may be at yesterday again.
    LocalDate day = now.atZone(zone).toLocalDate().plusDays(1);
    for (int i = 0; i <= MOST_DAYS; i++) {
      if (matches(day)) {
        Optional<Instant> last = lastOf(day, now, zone);
        if (last.isPresent()) {
          return last;
        }
      }
      day = day.minusDays(1);
    }
    return Optional.empty();
  }

  private Optional<Instant> lastOf(LocalDate day, Instant now, ZoneId zone) {
    for (int hour = 23; hour >= 0; hour--) {
      for (int minute = 59; has(hours, hour) && minute >= 0; minute--) {
        if (has(minutes, minute)) {
          Instant time = at(day.atTime(hour, minute), zone);
          if (!time.isAfter(now)) {
            return Optional.of(time);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Instant at(LocalDateTime shown, ZoneId zone) {
    ZoneOffsetTransition change = zone.getRules().getTransition(shown);
    return change != null && change.isGap() ? change.getInstant() : shown.atZone(zone).toInstant();
  }

  private boolean matches(LocalDate day) {
    boolean dated = has(days, day.getDayOfMonth());
    int number = day.getDayOfWeek().getValue();
    boolean named = has(weekdays, number) || (number == SUNDAY_AGAIN && has(weekdays, 0));
    boolean both = everyDay || everyWeekday;
    return has(months, day.getMonthValue()) && (both ? dated && named : dated || named);
  }

  private static boolean has(long set, int value) {
    return (set >>> value & 1) != 0;
  }
}
