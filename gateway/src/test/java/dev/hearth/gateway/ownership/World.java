package dev.hearth.gateway.ownership;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Time, chance and the network of a simulation: everything that happens, happens here one after the
 * other, and the same seed has the same things happen.
 */
final class World {
  static final long MS = 1_000_000;

  /** Something that can be paused, die, and be cut off. */
  static class Node {
    final String name;
    boolean dead;
    long pausedUntil;

    /** What happens as soon as it is awake. */
    private final List<Event> parked = new ArrayList<>();

    Node(String name) {
      this.name = name;
    }
  }

  private record Event(long at, long number, Node node, Runnable what) {}

  private record Link(Node from, Node to) {}

  final SplittableRandom random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private final Map<Link, Long> cuts = new HashMap<>();
  private final Node clockwork = new Node("clockwork");
  long now;
  long step;
  boolean faulty;
  long healedAt;
  private long lastNumber;

  World(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Has something happen at a node, if it lives then; a node that is paused does it later. */
  void after(long delay, Node node, Runnable what) {
    lastNumber++;
    events.add(new Event(now + delay, lastNumber, node, what));
  }

  /** A node does nothing for some time; one that is paused already wakes no sooner. */
  void pause(Node node, long time) {
    node.pausedUntil = Math.max(node.pausedUntil, now + time);
    after(time, clockwork, () -> wake(node, node.pausedUntil));
  }

  /** It goes on where it is. */
  void wake(Node node, long pausedUntil) {
    node.pausedUntil = pausedUntil;
    if (pausedUntil <= now) {
      node.parked.forEach(event -> events.add(new Event(now, event.number(), node, event.what())));
      node.parked.clear();
    }
  }

  /** A message that may be late or lost. */
  void send(Node from, Node to, Runnable arrives) {
    boolean lost = faulty && random.nextInt(100) == 0;
    if (!cut(from, to) && !lost) {
      after(delay(from, to), to, arrives);
    }
  }

  /** A message that may arrive twice, too: whoever sends it does so again when in doubt. */
  void sendOften(Node from, Node to, Runnable arrives) {
    send(from, to, arrives);
    if (faulty && random.nextInt(50) == 0) {
      send(from, to, arrives);
    }
  }

  private long delay(Node from, Node to) {
    if (from.equals(to)) {
      return 1;
    }
    boolean slow = faulty && random.nextInt(100) == 0;
    return slow ? random.nextLong(900 * MS) : 100_000 + random.nextLong(2 * MS);
  }

  void cut(Node from, Node to, long time) {
    cuts.put(new Link(from, to), now + time);
  }

  void separate(Node one, Node other, long time) {
    if (!one.equals(other)) {
      cut(one, other, time);
      cut(other, one, time);
    }
  }

  boolean cut(Node from, Node to) {
    return cuts.getOrDefault(new Link(from, to), 0L) > now;
  }

  void heal() {
    faulty = false;
    cuts.clear();
  }

  void run(long until) {
    while (!events.isEmpty() && events.peek().at() <= until) {
      Event event = events.poll();
      now = event.at();
      Node node = event.node();
      if (node.pausedUntil > now) {
        node.parked.add(event);
      } else if (!node.dead) {
        step++;
        event.what().run();
      }
    }
    now = until;
  }

  /** Whether nothing that went wrong can still be felt. */
  boolean calm() {
    return !faulty && healedAt > 0 && now - healedAt > 6_000 * MS;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
