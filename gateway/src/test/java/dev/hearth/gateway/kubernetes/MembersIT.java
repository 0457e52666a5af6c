package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.ownership.MemberName;
import dev.hearth.gateway.ownership.Membership;
import dev.hearth.gateway.ownership.SharedOwnership;
import dev.hearth.gateway.testing.Changes;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Gateways that agree by a real API server on who decides; that they hear each other is made up.
 */
class MembersIT {
  private static final long BEAT_MS = 100;

  private final String namespace = "members-it-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<Gateway> living = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
  private ApiServer api;
  private KubernetesClient client;

  private final class Gateway {
    final KubernetesClient kubernetes = api.client();
    final SharedOwnership knows;
    final Members members;

    Gateway(String id) {
      knows = new SharedOwnership(MemberName.of(id, "127.0.0.1", 1), System::nanoTime);
      members = new Members(kubernetes, namespace, knows, Changes::happened);
      living.add(this);
      members.start();
    }

    /** Nobody hears of it any more, neither here nor there. */
    void dies() {
      living.remove(this);
      kubernetes.close();
      members.close();
    }
  }

  @BeforeEach
  void start() {
    api = ApiServer.aloneOrSkip();
    client = api.client();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    var _ = beats.scheduleAtFixedRate(this::beat, 0, BEAT_MS, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    for (Gateway from : living) {
      living.forEach(to -> to.knows.heard(from.knows.self(), from.knows.leaving()));
    }
    Changes.happened();
  }

  @AfterEach
  void stop() {
    beats.shutdownNow();
    living.forEach(gateway -> gateway.members.close());
    living.forEach(gateway -> gateway.kubernetes.close());
    if (client != null) {
      client.namespaces().withName(namespace).delete();
      client.close();
    }
  }

  private void awaitAgreed() {
    Set<String> all = living.stream().map(g -> g.knows.self()).collect(Collectors.toSet());
    Changes.await(
        "agreement on " + all,
        () -> living.stream().allMatch(g -> g.knows.membership().members().equals(all)));
  }

  @Test
  void gateways_agree_on_all_that_live() {
    for (String id : List.of("a", "b", "c")) {
      new Gateway(id);
    }
    awaitAgreed();
    Membership agreed = living.getFirst().knows.membership();
    assertEquals(agreed, new MembershipStore(client, namespace).read());
  }

  @Test
  void whoever_dies_is_out_even_the_one_who_was_elected() {
    for (String id : List.of("a", "b", "c")) {
      new Gateway(id);
    }
    awaitAgreed();
    long before = living.getFirst().knows.epoch();
    String elected =
        client
            .leases()
            .inNamespace(namespace)
            .withName(MembershipStore.NAME)
            .get()
            .getSpec()
            .getHolderIdentity();
    living.stream().filter(g -> g.knows.self().equals(elected)).toList().forEach(Gateway::dies);
    assertEquals(2, living.size());
    awaitAgreed();
    assertTrue(living.getFirst().knows.epoch() > before);
  }

  @Test
  void whoever_leaves_is_out_and_hears_of_it() {
    var first = new Gateway("a");
    var second = new Gateway("b");
    awaitAgreed();
    first.knows.leave();
    Changes.await("the end of it", () -> !first.knows.member() && second.knows.member());
  }

  @Test
  void of_two_that_write_the_same_epoch_one_has_written_it() {
    var store = new MembershipStore(client, namespace);
    Membership one = Membership.NONE.next(new TreeSet<>(Set.of("one")));
    Membership two = Membership.NONE.next(new TreeSet<>(Set.of("two")));
    assertEquals(one, store.write(one));
    assertEquals(one, store.write(two));
    Membership next = one.next(new TreeSet<>(Set.of("two")));
    assertEquals(next, store.write(next));
    assertEquals(next, store.read());
  }
}
