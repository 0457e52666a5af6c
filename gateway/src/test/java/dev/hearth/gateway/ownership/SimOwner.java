package dev.hearth.gateway.ownership;

import dev.hearth.gateway.admission.Throttle;
import dev.hearth.gateway.ownership.SimFront.Asked;
import dev.hearth.gateway.ownership.SimRequest.Reply;
import dev.hearth.gateway.ownership.SimWork.Phase;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The owner's walk of an invocation: a permit of the function, one of the account, a sandbox. */
final class SimOwner {
  private static final long RUN_TIME = 1_500 * World.MS;

  private final SimGateway self;
  private final SimPermits permits;
  private final SimSandboxes sandboxes;
  private final Map<Long, SimWork> works = new LinkedHashMap<>();
  private final Map<String, SimWork> byKey = new HashMap<>();
  private final Map<Long, SimWork> byTicket = new HashMap<>();
  private final Map<String, Reply> answers = new HashMap<>();
  private long last;

  SimOwner(SimGateway self) {
    this.self = self;
    this.sandboxes = new SimSandboxes(self, this);
    this.permits = new SimPermits(self.around, self.clock());
  }

  boolean knows(Asked asked) {
    return byKey.containsKey(asked.key()) || answers.containsKey(asked.key());
  }

  /** Somebody wants a request done here, maybe not for the first time. */
  void take(Asked asked) {
    if (answers.containsKey(asked.key())) {
      self.front.answer(asked, answers.get(asked.key()));
    } else if (!byKey.containsKey(asked.key())) {
      last++;
      var work = new SimWork(last, asked, self.clock());
      works.put(work.number, work);
      byKey.put(asked.key(), work);
      admit(work);
    }
  }

  private void admit(SimWork work) {
    if (!(self.place(work.function()) instanceof Place.Here(long since))) {
      move(work);
      return;
    }
    work.since = since;
    if (!self.census.complete(since) && !self.around.without().contains(Guard.FENCE)) {
      return;
    }
    boolean trusts = self.around.without().contains(Guard.FENCE);
    int elsewhere = trusts ? 0 : self.census.elsewhere(work.function(), since, this::permitAt);
    Throttle met = permits.take(work, elsewhere, self.clock());
    if (met == null) {
      begin(work);
    } else {
      throttled(work, met, elsewhere);
    }
  }

  /** What may become known in a moment is waited for. */
  private void throttled(SimWork work, Throttle why, int elsewhere) {
    boolean fresh = self.clock() - work.came < SimLoans.SETTLING;
    if (why == Throttle.RESERVED_CONCURRENCY && elsewhere > 0 && fresh) {
      return;
    }
    if (why == Throttle.RESERVED_CONCURRENCY && elsewhere == 0) {
      permits.full(work);
    }
    end(work, Reply.THROTTLED);
  }

  /** What was borrowed under another epoch is void for what has not begun. */
  private void begin(SimWork work) {
    boolean borrowed = work.borrowedAt == self.standing.epoch();
    if (permits.borrowed(work) && !borrowed) {
      borrow(work);
    } else {
      claim(work);
    }
  }

  private void borrow(SimWork work) {
    work.phase = Phase.BORROWING;
    work.borrowedAt = self.standing.epoch();
    self.loans.want(work.function().namespace(), work.number);
  }

  void allowed(long number) {
    SimWork work = works.get(number);
    if (work != null && work.phase == Phase.BORROWING) {
      claim(work);
    }
  }

  void refused(long number) {
    SimWork work = works.get(number);
    if (work != null && work.phase == Phase.BORROWING) {
      permits.refused(work, self);
      end(work, Reply.THROTTLED);
    }
  }

  private void claim(SimWork work) {
    permits.count(work);
    work.phase = Phase.CLAIMING;
    last++;
    work.ticket = last;
    byTicket.put(last, work);
    sandboxes.claim(work.ticket, work.function());
  }

  /** A sandbox is there for a ticket; answers whether it is used. */
  boolean given(long ticket, String uid) {
    SimWork work = byTicket.remove(ticket);
    if (work == null) {
      return false;
    }
    if (!stillHere(work)) {
      move(work);
      return false;
    }
    work.phase = Phase.RUNNING;
    work.uid = uid;
    work.until = self.clock() + RUN_TIME;
    sandboxes.run(work, answer -> ran(work, answer));
    return true;
  }

  void noSandbox(long ticket) {
    SimWork work = byTicket.remove(ticket);
    if (work != null) {
      end(work, Reply.FAILED);
    }
  }

  private void ran(SimWork work, SimPod.Answer answer) {
    if (!works.containsKey(work.number)) {
      return;
    }
    boolean waited = work.phase == Phase.RUNNING;
    switch (answer) {
      case SimPod.Answer.Done() -> {
        sandboxes.finished(work.uid);
        end(work, Reply.DONE);
      }
      case SimPod.Answer.Conflict() -> {
        self.census.doubt(work.uid);
        sandboxes.lost(work.uid);
        retry(work, waited);
      }
      case SimPod.Answer.Stale(long epoch) -> {
        self.standing.told(epoch);
        sandboxes.finished(work.uid);
        retry(work, waited);
      }
      case SimPod.Answer.Word(SandboxWord word) -> {}
    }
  }

  /** The sandbox has refused before it saw anything of the request. */
  private void retry(SimWork work, boolean waited) {
    work.uid = null;
    if (waited && stillHere(work)) {
      begin(work);
    } else if (waited) {
      move(work);
    } else {
      end(work, Reply.FAILED);
    }
  }

  private boolean stillHere(SimWork work) {
    return self.place(work.function()) instanceof Place.Here(long since) && since == work.since;
  }

  /** The epoch is another one: what was not begun is begun by whoever is the owner now. */
  void moved() {
    sandboxes.retain();
    for (SimWork work : List.copyOf(works.values())) {
      boolean waits = work.phase == Phase.BORROWING || work.phase == Phase.CLAIMING;
      if (waits && !stillHere(work)) {
        move(work);
      } else if (waits && permits.borrowed(work)) {
        sandboxes.giveUp(work.ticket);
        byTicket.remove(work.ticket);
        borrow(work);
      }
    }
  }

  private void move(SimWork work) {
    sandboxes.giveUp(work.ticket);
    forget(work);
    self.front.moved(work.asked);
  }

  private void end(SimWork work, Reply reply) {
    answer(work, reply);
    forget(work);
  }

  private void answer(SimWork work, Reply reply) {
    if (answers.putIfAbsent(work.asked.key(), reply) == null) {
      self.front.answer(work.asked, reply);
    }
  }

  private void forget(SimWork work) {
    if (works.remove(work.number) == null) {
      return;
    }
    byKey.remove(work.asked.key());
    byTicket.remove(work.ticket);
    permits.giveBack(work);
    if (work.permit != null && permits.borrowed(work)) {
      self.loans.giveBack(work.function().namespace(), work.number);
    }
  }

  private boolean permitAt(String uid) {
    return works.values().stream().anyMatch(work -> uid.equals(work.uid));
  }

  /** A sandbox is gone for certain, and with it whatever it did. */
  void gone(String uid) {
    sandboxes.lost(uid);
    for (SimWork work : List.copyOf(works.values())) {
      if (uid.equals(work.uid)) {
        if (self.around.without().contains(Guard.PERMIT_RETURN)) {
          answer(work, Reply.FAILED);
        } else {
          end(work, Reply.FAILED);
        }
      }
    }
  }

  void heard(String uid, SandboxWord word) {
    if (!permitAt(uid)) {
      sandboxes.heard(uid, word);
    }
  }

  void tick() {
    sandboxes.tick();
    for (SimWork work : List.copyOf(works.values())) {
      switch (work.phase) {
        case HELD -> {
          if (!late(work)) {
            admit(work);
          }
        }
        case RUNNING -> watch(work);
        case PINNED -> sandboxes.delete(work.uid);
        case BORROWING, CLAIMING -> late(work);
      }
    }
  }

  private boolean late(SimWork work) {
    boolean late = self.clock() - work.came >= SimRequest.PATIENCE;
    if (late) {
      sandboxes.giveUp(work.ticket);
      end(work, Reply.FAILED);
    }
    return late;
  }

  /** What nobody hears of any more keeps its permit until its sandbox is gone. */
  private void watch(SimWork work) {
    if (self.clock() - work.until >= 0) {
      work.phase = Phase.PINNED;
      answer(work, Reply.FAILED);
      sandboxes.lost(work.uid);
    }
  }

  /** With the gateway its permits are gone. */
  void end() {
    works.values().forEach(permits::lose);
  }

  int shared(String namespace) {
    return permits.shared(namespace);
  }

  boolean idle() {
    return works.isEmpty();
  }
}
