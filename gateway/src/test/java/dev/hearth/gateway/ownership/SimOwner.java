package dev.hearth.gateway.ownership;

import dev.hearth.gateway.admission.Throttle;
import dev.hearth.gateway.ownership.SimFront.Asked;
import dev.hearth.gateway.ownership.SimRequest.Reply;
import dev.hearth.gateway.ownership.SimWork.Phase;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The owner's walk of an invocation: its permits, a sandbox, a run. */
final class SimOwner {
  private static final long RUN_TIME = 1_500 * World.MS;

  /** Four messages: a lender that refuses goes by words that are so old at most. */
  private static final long ROUND = 10 * World.MS;

  private final SimGateway self;
  private final Referee referee;
  private final SimLedger ledger;
  private final Admissions admissions;
  private final SimSandboxes sandboxes;
  private final Map<Long, SimWork> works = new LinkedHashMap<>();
  private final Map<String, SimWork> byKey = new HashMap<>();
  private final Map<Long, SimWork> byTicket = new HashMap<>();
  private final Map<String, Reply> answers = new HashMap<>();
  private long last;

  SimOwner(SimGateway self) {
    this.self = self;
    this.referee = self.around.referee();
    this.sandboxes = new SimSandboxes(self, this);
    this.ledger = new SimLedger(self.around, self.clock());
    this.admissions =
        new Admissions(self.standing, self.census, ledger, self.around.scenario()::shares);
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
      carryOut(admissions.ask(work.number, work.function(), "$LATEST", self.clock()));
    }
  }

  private void carryOut(List<Admissions.Effect> effects) {
    for (Admissions.Effect effect : effects) {
      switch (effect) {
        case Admissions.Effect.Claim(long number) -> claim(works.get(number));
        case Admissions.Effect.GiveUp(long number) -> giveUp(works.get(number));
        case Admissions.Effect.Move(long number) -> {
          SimWork work = works.get(number);
          forget(work);
          self.front.moved(work.asked);
        }
        case Admissions.Effect.Refuse(long number, Throttle why, long wait) ->
            refused(works.get(number), why);
        case Admissions.Effect.Say(String to, String namespace, long epoch, Loan loan) ->
            self.say(to, node -> node.owner.hears(self.name, namespace, epoch, loan));
      }
    }
  }

  private void hears(String from, String namespace, long epoch, Loan loan) {
    carryOut(admissions.heard(from, namespace, epoch, loan, self.clock()));
  }

  /** Whoever is refused for what is known for certain is refused rightly. */
  private void refused(SimWork work, Throttle why) {
    String function = work.function().toString();
    long came = work.asked.request().came;
    boolean certain =
        self.place(work.function()) instanceof Place.Here(long since)
            && self.census.elsewhere(work.function(), since, admissions::at) == 0;
    if (why == Throttle.RESERVED_CONCURRENCY && certain) {
      referee.throttled(function, came);
    }
    if (why == Throttle.ACCOUNT_CONCURRENCY && self.around.world().calm()) {
      // The last permit may still be on its way to another gateway.
      String account = work.account();
      self.around
          .world()
          .after(20 * World.MS, self, () -> referee.throttled(account, came - ROUND));
    }
    end(work, Reply.THROTTLED);
  }

  private void claim(SimWork work) {
    if (!work.counted) {
      work.counted = true;
      referee.admitted(work.account());
    }
    last++;
    work.ticket = last;
    byTicket.put(last, work);
    sandboxes.claim(work.ticket, work.function());
  }

  private void giveUp(SimWork work) {
    sandboxes.giveUp(work.ticket);
    byTicket.remove(work.ticket);
  }

  /** A sandbox is there for a ticket; answers whether it is used. */
  boolean given(long ticket, String uid) {
    SimWork work = byTicket.remove(ticket);
    if (work == null) {
      return false;
    }
    OptionalLong epoch = admissions.begins(work.number, uid);
    if (epoch.isEmpty()) {
      carryOut(admissions.again(work.number, self.clock()));
      return false;
    }
    work.phase = Phase.RUNNING;
    work.uid = uid;
    work.until = self.clock() + RUN_TIME;
    sandboxes.run(work, epoch.getAsLong(), answer -> ran(work, answer));
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
    switch (answer) {
      case SimPod.Answer.Done() -> {
        sandboxes.finished(work.uid);
        end(work, Reply.DONE);
      }
      case SimPod.Answer.Conflict() -> {
        self.census.doubt(work.uid);
        sandboxes.lost(work.uid);
        retry(work);
      }
      case SimPod.Answer.Stale(long epoch) -> {
        self.standing.told(epoch);
        sandboxes.finished(work.uid);
        retry(work);
      }
      case SimPod.Answer.Word(SandboxWord word) -> {}
    }
  }

  /** The sandbox has refused before it saw anything of the request. */
  private void retry(SimWork work) {
    boolean waited = work.phase == Phase.RUNNING;
    work.uid = null;
    work.phase = Phase.WAITING;
    if (waited) {
      carryOut(admissions.again(work.number, self.clock()));
    } else {
      end(work, Reply.FAILED);
    }
  }

  /** The epoch is another one: what was not begun is begun by whoever is the owner now. */
  void moved() {
    sandboxes.retain();
    carryOut(admissions.newEpoch(self.clock()));
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
    giveUp(work);
    if (work.counted) {
      referee.returned(work.account());
    }
    carryOut(admissions.end(work.number, self.clock()));
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
    if (!admissions.at(uid)) {
      sandboxes.heard(uid, word);
    }
  }

  void tick() {
    sandboxes.tick();
    carryOut(admissions.tick(self.clock()));
    for (SimWork work : List.copyOf(works.values())) {
      switch (work.phase) {
        case WAITING -> {
          if (self.clock() - work.came >= SimRequest.PATIENCE) {
            end(work, Reply.FAILED);
          }
        }
        case RUNNING -> watch(work);
        case PINNED -> sandboxes.delete(work.uid);
      }
    }
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
    ledger.lose();
    works.values().stream().filter(work -> work.counted).forEach(this::loses);
  }

  private void loses(SimWork work) {
    referee.returned(work.account());
  }

  boolean idle() {
    return works.isEmpty();
  }

  /** Whether it has given every permit back. */
  boolean settled() {
    return admissions.idle();
  }
}
