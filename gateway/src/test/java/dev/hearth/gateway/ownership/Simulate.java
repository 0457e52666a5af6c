package dev.hearth.gateway.ownership;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs the simulation for {@code bench/simulate}; ends with 1 where a promise is broken. */
final class Simulate {
  private static final String USAGE =
      "usage: bench/simulate [--seeds N] [--seed S] [--functions N] [--without "
          + Arrays.stream(Guard.values()).map(Guard::option).collect(Collectors.joining("|"))
          + "]";

  private long seeds = 1;
  private long seed = 1;
  private int functions = 4;
  private final Set<Guard> without = EnumSet.noneOf(Guard.class);

  private Simulate() {}

  public static void main(String[] args) {
    var options = new Simulate();
    try {
      options.read(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + USAGE);
      System.exit(2);
    }
    System.exit(options.run() ? 0 : 1);
  }

  private void read(String[] args) {
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--seeds" -> seeds = Long.parseLong(value);
        case "--seed" -> seed = Long.parseLong(value);
        case "--functions" -> functions = Integer.parseInt(value);
        case "--without" -> without.add(guard(value));
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
  }

  private static Guard guard(String option) {
    return Arrays.stream(Guard.values())
        .filter(guard -> guard.option().equals(option))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown guard " + option));
  }

  private boolean run() {
    long steps = 0;
    long calls = 0;
    long epochs = 0;
    for (long s = seed; s < seed + seeds; s++) {
      var simulation = new OwnershipSimulation(s, functions, without);
      try {
        OwnershipSimulation.Summary summary = simulation.run();
        steps += summary.steps();
        calls += summary.calls();
        epochs += summary.epochs();
      } catch (RuntimeException e) {
        System.out.println("seed " + s + ", step " + simulation.step() + ": " + e.getMessage());
        if (!(e instanceof Referee.Violation)) {
          e.printStackTrace();
        }
        return false;
      }
    }
    System.out.printf(
        "%d seeds: %d steps, %d calls, %d epochs, no promise broken%n",
        seeds, steps, calls, epochs);
    return true;
  }
}
