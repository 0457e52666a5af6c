package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.http.Beats;
import dev.hearth.gateway.ownership.MemberName;
import dev.hearth.gateway.ownership.Membership;
import dev.hearth.gateway.ownership.Ownership;
import dev.hearth.gateway.ownership.Place;
import dev.hearth.gateway.ownership.SharedOwnership;
import dev.hearth.gateway.testing.Changes;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that hear each other. */
class BeatsIT {
  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private final List<Member> members = new ArrayList<>();

  /** A gateway, and what it knows since it has a port and so a name. */
  private final class Member implements Ownership {
    final TestGateway gateway;
    final SharedOwnership knows;

    Member(String id) {
      gateway = new TestGateway(folder.resolve(id), keys, source, config -> config, this);
      String name = MemberName.of(id, "127.0.0.1", gateway.server.port());
      knows = new SharedOwnership(name, System::nanoTime);
      members.add(this);
    }

    void beats() {
      var beats = new Beats(knows, keys.forwardSecret(), Clock.systemUTC());
      TestGateway.await(gateway.server.vertx().deployVerticle(beats));
    }

    @Override
    public Place place(FunctionId function) {
      return knows.place(function);
    }

    @Override
    public Optional<Address> address(String other) {
      return knows.address(other);
    }

    @Override
    public long epoch() {
      return knows.epoch();
    }

    @Override
    public void told(long epoch) {
      knows.told(epoch);
    }

    @Override
    public void heard(String other, boolean leaves) {
      knows.heard(other, leaves);
      Changes.happened();
    }
  }

  @AfterEach
  void stop() {
    members.forEach(member -> member.gateway.close());
    source.close();
  }

  @Test
  void gateways_that_hear_each_other_decide_together() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    var first = new Member("first");
    var second = new Member("second");
    Membership alone = first.knows.due().orElseThrow();
    members.forEach(member -> member.knows.learn(alone));
    members.forEach(Member::beats);
    Changes.await("the newcomer to be heard", () -> first.address(second.knows.self()).isPresent());
    Changes.await("the first to be heard", () -> second.address(first.knows.self()).isPresent());
    Membership both = alone.next(new TreeSet<>(Set.of(first.knows.self(), second.knows.self())));
    members.forEach(member -> member.knows.learn(both));
    for (int i = 0; i < 20; i++) {
      for (Member member : members) {
        member.gateway.function("f" + i, "r1");
      }
      for (Member member : members) {
        assertEquals("1", member.gateway.invoke("f" + i, "1").body());
      }
    }
    assertEquals(20, source.made.size());
  }
}
