package dev.hearth.gateway.testing;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.ownership.Ownership;
import dev.hearth.gateway.ownership.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a test says about who decides; everything is decided here unless it says otherwise. */
public final class KnownOwners implements Ownership {
  /** What others have said, in this order. */
  public final List<Long> told = new CopyOnWriteArrayList<>();

  private final Map<FunctionId, Place> places = new ConcurrentHashMap<>();
  private final Map<String, Address> addresses = new ConcurrentHashMap<>();
  private volatile long epoch;

  public KnownOwners(long epoch) {
    this.epoch = epoch;
  }

  public void epoch(long now) {
    epoch = now;
  }

  public void decides(String function, Place where) {
    places.put(TestGateway.id(function), where);
  }

  public void isAt(String gateway, int port) {
    addresses.put(gateway, new Address("127.0.0.1", port));
  }

  public void isLost(String gateway) {
    addresses.remove(gateway);
  }

  @Override
  public Place place(FunctionId function) {
    return places.getOrDefault(function, new Place.Here(0));
  }

  @Override
  public Optional<Address> address(String gateway) {
    return Optional.ofNullable(addresses.get(gateway));
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public void told(long other) {
    told.add(other);
    Changes.happened();
  }

  @Override
  public void heard(String gateway, boolean leaves) {}
}
