package dev.hearth.gateway.ownership;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An account's permits between the gateways that lend and borrow them. */
final class SimLoans {
  /** How long an owner of a new epoch hopes that what it does not know becomes known. */
  static final long SETTLING = 1_000 * World.MS;

  private final SimGateway self;
  private final World world;
  private final Map<String, Borrower> borrowers = new LinkedHashMap<>();
  private final Map<String, Lender> lenders = new LinkedHashMap<>();

  SimLoans(SimGateway self) {
    this.self = self;
    this.world = self.around.world();
    newEpoch();
  }

  /** What was lent under other epochs is void; what is at work of it, the lender counts. */
  void newEpoch() {
    for (String namespace : self.around.scenario().namespaces()) {
      borrowers.put(namespace, new Borrower());
      lenders.put(namespace, new Lender());
    }
  }

  void want(String namespace, long ticket) {
    carryOut(namespace, borrowers.get(namespace).want(ticket, self.clock()));
  }

  void giveBack(String namespace, long ticket) {
    carryOut(namespace, borrowers.get(namespace).giveBack(ticket));
  }

  void tick() {
    borrowers.forEach((namespace, borrower) -> carryOut(namespace, borrower.tick(self.clock())));
    lenders.forEach(
        (namespace, lender) -> tell(namespace, lender.look(stock(namespace), self.clock())));
  }

  private void carryOut(String namespace, List<Borrower.Effect> effects) {
    for (Borrower.Effect effect : effects) {
      switch (effect) {
        case Borrower.Effect.Say(Loan.Ask ask) -> say(namespace, ask);
        case Borrower.Effect.Allow(long ticket) -> self.owner.allowed(ticket);
        case Borrower.Effect.Refuse(long ticket) -> self.owner.refused(ticket);
      }
    }
  }

  private void say(String namespace, Loan.Ask ask) {
    String lender =
        switch (self.standing.place(Scenario.accountKey(namespace))) {
          case Place.Unknown() -> "nobody";
          case Place.Here(long since) -> self.name;
          case Place.There(String name) -> name;
        };
    SimGateway node = self.around.gateways().get(lender);
    long epoch = self.standing.epoch();
    if (node != null) {
      world.sendOften(self, node, () -> node.loans.asked(namespace, self, epoch, ask));
    }
  }

  private void asked(String namespace, SimGateway borrower, long epoch, Loan.Ask ask) {
    self.standing.told(epoch);
    boolean here = self.standing.place(Scenario.accountKey(namespace)) instanceof Place.Here;
    if (epoch == self.standing.epoch() && here) {
      Lender lender = lenders.get(namespace);
      tell(namespace, lender.asked(borrower.name, ask, stock(namespace), self.clock()));
    }
  }

  private void tell(String namespace, List<Lender.Word> words) {
    long epoch = self.standing.epoch();
    for (Lender.Word word : words) {
      SimGateway node = self.around.gateways().get(word.borrower());
      if (node != null) {
        world.sendOften(self, node, () -> node.loans.told(namespace, epoch, word.loan()));
      }
    }
  }

  private void told(String namespace, long epoch, Loan loan) {
    if (epoch != self.standing.epoch()) {
      return;
    }
    Borrower borrower = borrowers.get(namespace);
    switch (loan) {
      case Loan.Grant grant -> carryOut(namespace, borrower.granted(grant, self.clock()));
      case Loan.Recall() -> carryOut(namespace, borrower.recalled(self.clock()));
      case Loan.Ask ask -> {}
    }
  }

  private Lender.Stock stock(String namespace) {
    long epoch = self.standing.epoch();
    int shared = self.owner.shared(namespace);
    if (!self.census.complete(epoch)) {
      return new Lender.Stock(shared, shared, true);
    }
    int elsewhere = self.census.elsewhere(namespace, epoch, self.around.scenario()::shares);
    boolean settling = elsewhere > 0 && self.clock() - self.epochBegan < SETTLING;
    return new Lender.Stock(shared, elsewhere, settling);
  }

  boolean idle() {
    return borrowers.values().stream().allMatch(Borrower::idle)
        && lenders.values().stream().allMatch(lender -> lender.lent() == 0);
  }
}
