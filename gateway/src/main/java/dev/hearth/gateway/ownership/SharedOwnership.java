package dev.hearth.gateway.ownership;

import dev.hearth.gateway.function.FunctionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * What one of several gateways has heard of the others and of their membership. Safe for use by
 * several threads.
 */
public final class SharedOwnership implements Ownership {
  private final String self;
  private final LongSupplier nanoClock;
  private final Standing standing;
  private final Coordinator coordinator = new Coordinator();
  private final Map<String, Long> heard = new HashMap<>();
  private boolean leaving;

  public SharedOwnership(String self, LongSupplier nanoClock) {
    this.self = self;
    this.nanoClock = nanoClock;
    this.standing = new Standing(self);
  }

  /** As the others know it. */
  public String self() {
    return self;
  }

  /** Whether it wants to decide for nothing any more. */
  public synchronized boolean leaving() {
    return leaving;
  }

  /** Who has to be told that it lives: those that decide, and those that want to. */
  public synchronized List<String> others() {
    forget();
    var others = new TreeSet<>(heard.keySet());
    others.addAll(standing.membership().members());
    others.remove(self);
    return List.copyOf(others);
  }

  /** Wants to decide for nothing any more. */
  public synchronized void leave() {
    leaving = true;
  }

  @Override
  public synchronized void heard(String gateway, boolean leaves) {
    long now = nanoClock.getAsLong();
    heard.put(gateway, now);
    coordinator.heard(gateway, leaves, now);
  }

  /** This membership was read, maybe late; answers whether its epoch is a new one. */
  public synchronized boolean learn(Membership membership) {
    return standing.learn(membership);
  }

  /** Looks around; answers the membership to be written by whoever may, if another is due. */
  public synchronized Optional<Membership> due() {
    long now = nanoClock.getAsLong();
    coordinator.heard(self, leaving, now);
    return coordinator.look(standing.membership(), now);
  }

  /** Whether the membership has to be read again. */
  public synchronized boolean behind() {
    return standing.behind();
  }

  public synchronized Membership membership() {
    return standing.membership();
  }

  /** Whether this gateway decides for anything. */
  public synchronized boolean member() {
    return standing.member();
  }

  @Override
  public synchronized Place place(FunctionId function) {
    return standing.place(function.toString());
  }

  @Override
  public synchronized Optional<Address> address(String gateway) {
    forget();
    return heard.containsKey(gateway) ? MemberName.address(gateway) : Optional.empty();
  }

  @Override
  public synchronized long epoch() {
    return standing.epoch();
  }

  @Override
  public synchronized void told(long epoch) {
    standing.told(epoch);
  }

  private void forget() {
    long now = nanoClock.getAsLong();
    heard.values().removeIf(last -> now - last > Coordinator.LOSS);
  }
}
