package dev.hearth.gateway.ownership;

import dev.hearth.gateway.function.FunctionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What one gateway knows of all sandboxes: which of them may be at work for others than itself.
 * Whatever it does not know counts as work: a sandbox until it has promised to follow no lower
 * epoch, and what the operator may make until it has said the same. So the number is never too low.
 * Not safe for several threads at once; times are in nanoseconds.
 */
public class Census {
  /** After so long a sandbox that has not answered is asked again. */
  public static final long RETRY = 100_000_000;

  /** Sandboxes that are gone and that a list on its way may still name. */
  public static final int REMEMBERED = 10_000;

  private final Map<String, Sandbox> sandboxes = new LinkedHashMap<>();
  private final LinkedHashSet<String> gone = new LinkedHashSet<>();
  private final int unborn;
  private long listed;
  private long acknowledged;

  private static final class Sandbox {
    final String namespace;
    long promised;
    FunctionId function;

    /** What it was at when it promised. */
    String running;

    boolean answered;
    long asked;

    Sandbox(String namespace, long promised) {
      this.namespace = namespace;
      this.promised = promised;
    }
  }

  /**
   * Nothing is known yet.
   *
   * @param unborn pods that the operator makes at most without looking which epoch it is
   */
  public Census(int unborn) {
    this.unborn = unborn;
  }

  /**
   * A sandbox is there, unless it is known to be gone already; answers whether it is there.
   *
   * @param born the epoch it was born with, as good as promised
   */
  public boolean seen(String uid, String namespace, long born) {
    if (!gone.contains(uid)) {
      sandboxes.computeIfAbsent(uid, u -> new Sandbox(namespace, born));
    }
    return sandboxes.containsKey(uid);
  }

  /** A sandbox and all that it did are gone for certain, and nobody else has its UID ever. */
  public void gone(String uid) {
    sandboxes.remove(uid);
    gone.add(uid);
    if (gone.size() > REMEMBERED) {
      gone.removeFirst();
    }
  }

  /**
   * All sandboxes that there are have been {@link #seen}, as the API server told when asked.
   *
   * @param then the membership that was known before it was asked
   */
  public void listed(Membership then) {
    listed = Math.max(listed, then.epoch());
    acknowledged = Math.max(acknowledged, Math.min(then.epoch(), then.acknowledged()));
  }

  /** Whether the API server has to be asked which sandboxes there are. */
  public boolean wantsList(Membership now) {
    return listed < now.epoch() || acknowledged < Math.min(now.epoch(), now.acknowledged());
  }

  /** Who has to be greeted now with this epoch, at most so many; they count as asked. */
  public List<String> ask(long epoch, int most, long now) {
    var due = new ArrayList<String>();
    for (var entry : sandboxes.entrySet()) {
      Sandbox sandbox = entry.getValue();
      boolean open = sandbox.promised < epoch || sandbox.running != null || !sandbox.answered;
      if (open && due.size() < most && (sandbox.asked == 0 || now - sandbox.asked >= RETRY)) {
        sandbox.asked = now;
        due.add(entry.getKey());
      }
    }
    return due;
  }

  /** A sandbox has answered; what it said before a later promise is no news. */
  public void answered(String uid, SandboxWord word) {
    Sandbox sandbox = sandboxes.get(uid);
    if (sandbox == null || word.epoch() < sandbox.promised) {
      return;
    }
    String running = word.running().orElse(null);
    if (word.epoch() > sandbox.promised) {
      sandbox.running = running;
      sandbox.asked = 0;
    } else if (sandbox.running != null && !sandbox.running.equals(running)) {
      sandbox.running = null;
    }
    sandbox.promised = word.epoch();
    sandbox.answered = true;
    word.function().ifPresent(function -> sandbox.function = function);
  }

  /** What a sandbox runs, as far as that is known; it never changes. */
  public Optional<FunctionId> function(String uid) {
    return Optional.ofNullable(sandboxes.get(uid)).map(sandbox -> sandbox.function);
  }

  /** This gateway, or another, has made a sandbox one of this function. */
  public void specialised(String uid, FunctionId function) {
    Sandbox sandbox = sandboxes.get(uid);
    if (sandbox != null) {
      sandbox.function = function;
    }
  }

  /** What is known of a sandbox may be out of date, so it is greeted again. */
  public void doubt(String uid) {
    Sandbox sandbox = sandboxes.get(uid);
    if (sandbox != null) {
      sandbox.answered = false;
    }
  }

  /** Sandboxes that are spares, the first seen first. */
  public List<String> spares() {
    return sandboxes.entrySet().stream()
        .filter(entry -> entry.getValue().answered && entry.getValue().function == null)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether anything can be said about that time: no sandbox is overlooked. */
  public boolean complete(long since) {
    return listed >= since;
  }

  /**
   * How many sandboxes may be at work for a function without a permit of this gateway's.
   *
   * @param since the epoch since which only this gateway decides for the function
   * @param own sandboxes at which this gateway has permits, which are counted there
   */
  public int elsewhere(FunctionId function, long since, Predicate<String> own) {
    return count(function.namespace(), since, function::equals, own);
  }

  /** The same for those functions of an account that this holds for. */
  public int elsewhere(String namespace, long since, Predicate<FunctionId> of) {
    return count(namespace, since, of, uid -> false);
  }

  private int count(String namespace, long since, Predicate<FunctionId> of, Predicate<String> own) {
    int count = unborn(since);
    for (var entry : sandboxes.entrySet()) {
      Sandbox sandbox = entry.getValue();
      boolean concerns =
          sandbox.namespace.equals(namespace)
              && (sandbox.function == null || of.test(sandbox.function));
      if (concerns && mayBeAtWork(sandbox, since) && !own.test(entry.getKey())) {
        count++;
      }
    }
    return count;
  }

  private boolean mayBeAtWork(Sandbox sandbox, long since) {
    return sandbox.running != null || (sandbox.promised < since && countsUnknown());
  }

  private int unborn(long since) {
    return acknowledged < since && countsUnborn() ? unborn : 0;
  }

  boolean countsUnknown() {
    return true;
  }

  boolean countsUnborn() {
    return true;
  }
}
