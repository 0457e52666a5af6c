package dev.hearth.gateway.ownership;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes what callers want to the owner, in one hop, and its answer back. */
final class SimFront {
  private static final long RESEND = 300 * World.MS;

  private static final class Open {
    final SimRequest request;
    final long deadline;
    SimGateway owner;
    int attempt;
    long sent;

    Open(SimRequest request, long deadline) {
      this.request = request;
      this.deadline = deadline;
    }

    /** What one owner is asked for, once or several times. */
    Asked asked(SimGateway by) {
      return new Asked(request, attempt, by);
    }
  }

  /** One try to have a request done; another owner gets another one. */
  record Asked(SimRequest request, int attempt, SimGateway by) {
    String key() {
      return request.id + "#" + attempt;
    }
  }

  private final SimGateway self;
  private final Set<String> refused = new HashSet<>();
  private final World world;
  private final Map<String, Open> open = new LinkedHashMap<>();

  SimFront(SimGateway self) {
    this.self = self;
    this.world = self.around.world();
  }

  void receive(SimRequest request) {
    var entry = new Open(request, self.clock() + SimRequest.PATIENCE);
    open.put(request.id, entry);
    route(entry);
  }

  private void route(Open entry) {
    entry.attempt++;
    switch (self.place(entry.request.function)) {
      case Place.Unknown() -> entry.owner = null;
      case Place.Here(long since) -> {
        entry.owner = self;
        self.owner.take(entry.asked(self));
      }
      case Place.There(String name) -> {
        entry.owner = self.around.gateways().get(name);
        if (entry.owner != null) {
          send(entry);
        }
      }
    }
  }

  private void send(Open entry) {
    SimGateway owner = entry.owner;
    long epoch = self.standing.epoch();
    entry.sent = self.clock();
    Asked asked = entry.asked(self);
    world.sendOften(self, owner, () -> owner.front.forwarded(asked, epoch));
  }

  /** Another gateway thinks that this one is the owner; it is never sent on. */
  private void forwarded(Asked asked, long epoch) {
    self.standing.told(epoch);
    boolean here = self.place(asked.request().function) instanceof Place.Here;
    if (self.owner.knows(asked) || (here && !refused.contains(asked.key()))) {
      self.owner.take(asked);
    } else {
      moved(asked);
    }
  }

  /** Says that nothing of a request was begun here, and sees to it that nothing ever is. */
  void moved(Asked asked) {
    refused.add(asked.key());
    Membership known = self.standing.membership();
    if (asked.by() == self) {
      movedFrom(asked, known);
    } else {
      world.send(self, asked.by(), () -> asked.by().front.movedFrom(asked, known));
    }
  }

  private void movedFrom(Asked asked, Membership known) {
    self.learn(known);
    Open entry = open.get(asked.request().id);
    if (entry != null && entry.attempt == asked.attempt()) {
      entry.owner = null;
    }
  }

  /** The owner has answered. */
  void answer(Asked asked, SimRequest.Reply reply) {
    if (asked.by() == self) {
      answered(asked.request().id, reply);
    } else {
      world.sendOften(self, asked.by(), () -> asked.by().front.answered(asked.request().id, reply));
    }
  }

  private void answered(String id, SimRequest.Reply reply) {
    Open entry = open.remove(id);
    if (entry != null) {
      entry.request.answer(reply);
    }
  }

  void tick() {
    long clock = self.clock();
    for (Open entry : List.copyOf(open.values())) {
      boolean ownerIsGone = entry.owner != null && entry.owner.dead;
      if (ownerIsGone || clock - entry.deadline >= 0) {
        answered(entry.request.id, SimRequest.Reply.FAILED);
      } else if (entry.owner == null) {
        route(entry);
      } else if (entry.owner != self && clock - entry.sent >= RESEND) {
        send(entry);
      }
    }
  }

  /** Whoever waits here sees the connection end. */
  void crash() {
    open.values().forEach(entry -> entry.request.answer(SimRequest.Reply.FAILED));
  }

  boolean idle() {
    return open.isEmpty();
  }
}
