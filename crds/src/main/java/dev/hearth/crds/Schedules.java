package dev.hearth.crds;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * How many sandboxes a {@link ProvisionedConcurrency} wants kept at a time: those of the schedule
 * that began last, before any has begun its {@code executions}. Immutable.
 */
public final class Schedules {
  private final int executions;
  private final List<Schedule> schedules = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private record Schedule(Cron cron, ZoneId zone, int executions) {}

  /** Reads a wish; of its schedules those that cannot be followed are left out. */
  public Schedules(ProvisionedConcurrency wish) {
    executions = wish.executions() == null ? 0 : wish.executions();
    List<ProvisionedConcurrency.Schedule> all =
        wish.schedules() == null ? List.of() : wish.schedules();
    for (int i = 0; i < all.size(); i++) {
      try {
        schedules.add(read(all.get(i)));
      } catch (IllegalArgumentException e) {
        problems.add("schedules[%d]: %s".formatted(i, e.getMessage()));
      }
    }
  }

  /** What is wrong with a wish beyond what the API server judges; empty where nothing is. */
  public static List<String> problems(ProvisionedConcurrency wish) {
    return wish == null ? List.of() : List.copyOf(new Schedules(wish).problems);
  }

  private static Schedule read(ProvisionedConcurrency.Schedule schedule) {
    Cron cron;
    try {
      cron = Cron.parse(schedule.cron());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("cron: " + e.getMessage(), e);
    }
    String zone = schedule.timeZone() == null ? "UTC" : schedule.timeZone();
    try {
      return new Schedule(cron, ZoneId.of(zone), schedule.executions());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("timeZone: there is no \"" + zone + "\"", e);
    }
  }

  /** Sandboxes wanted at this time. Of schedules that began together the last in the list wins. */
  public int at(Instant now) {
    Instant latest = Instant.MIN;
    int wanted = executions;
    for (Schedule schedule : schedules) {
      Instant begun = schedule.cron().lastUntil(now, schedule.zone()).orElse(Instant.MIN);
      if (!begun.isBefore(latest) && begun.isAfter(Instant.MIN)) {
        latest = begun;
        wanted = schedule.executions();
      }
    }
    return wanted;
  }
}
