package dev.hearth.gateway.ownership;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps what one gateway has borrowed of one account's permits, for one epoch. It never has more at
 * work than the lender thinks it has. Each ticket that wants a permit is allowed or refused unless
 * it gives back first. Not safe for several threads at once; times are in nanoseconds.
 */
public class Borrower {
  /** After so long without an answer the lender is asked again. */
  public static final long RETRY = 200_000_000;

  private final Set<Long> using = new HashSet<>();
  private final LinkedHashSet<Long> waiting = new LinkedHashSet<>();

  /** Those that the last word to the lender spoke for. */
  private List<Long> spokenFor = List.of();

  private int held;
  private long number;
  private boolean asking;
  private long asked;

  /** What is to be done. */
  public sealed interface Effect {
    /** Say this to the lender. */
    record Say(Loan.Ask ask) implements Effect {}

    /** The ticket has its permit until it gives it back. */
    record Allow(long ticket) implements Effect {}

    /** There is no permit for the ticket. */
    record Refuse(long ticket) implements Effect {}
  }

  /** A ticket wants a permit. */
  public List<Effect> want(long ticket, long now) {
    var effects = new ArrayList<Effect>(1);
    waiting.add(ticket);
    allow(effects);
    if (!waiting.isEmpty() && !asking) {
      ask(now, effects);
    }
    return effects;
  }

  /** A ticket needs its permit no longer, or wants none any more. */
  public List<Effect> giveBack(long ticket) {
    var effects = new ArrayList<Effect>(1);
    waiting.remove(ticket);
    if (using.remove(ticket)) {
      allow(effects);
    }
    return effects;
  }

  /** The lender has answered. */
  public List<Effect> granted(Loan.Grant grant, long now) {
    if (!asking || grant.number() != number) {
      return List.of();
    }
    asking = false;
    held = grant.held();
    var effects = new ArrayList<Effect>();
    allow(effects);
    for (long ticket : spokenFor) {
      if (waiting.remove(ticket)) {
        effects.add(new Effect.Refuse(ticket));
      }
    }
    if (!waiting.isEmpty()) {
      ask(now, effects);
    }
    return effects;
  }

  /** The lender is short. */
  public List<Effect> recalled(long now) {
    var effects = new ArrayList<Effect>(1);
    ask(now, effects);
    return effects;
  }

  /** Time has passed: what nobody uses goes back, and a question without answer is asked again. */
  public List<Effect> tick(long now) {
    var effects = new ArrayList<Effect>(1);
    boolean silent = now - asked >= RETRY;
    if (silent && (asking || held > using.size())) {
      ask(now, effects);
    }
    return effects;
  }

  /** Whether nothing is borrowed, and the lender knows. */
  public boolean idle() {
    return held == 0 && using.isEmpty() && waiting.isEmpty() && !asking;
  }

  private void allow(List<Effect> effects) {
    while (using.size() < held && !waiting.isEmpty()) {
      long ticket = waiting.removeFirst();
      using.add(ticket);
      effects.add(new Effect.Allow(ticket));
    }
  }

  private void ask(long now, List<Effect> effects) {
    number++;
    asking = true;
    asked = now;
    held = using.size();
    spokenFor = List.copyOf(waiting);
    effects.add(new Effect.Say(new Loan.Ask(number, held, held + waiting.size())));
  }
}
