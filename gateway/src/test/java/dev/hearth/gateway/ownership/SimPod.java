package dev.hearth.gateway.ownership;

import dev.hearth.gateway.function.FunctionId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A sandbox and its shim, as far as gateways depend on it; what happens here is the truth. */
final class SimPod extends World.Node {
  /** What a shim answers. */
  sealed interface Answer {
    record Word(SandboxWord word) implements Answer {}

    record Done() implements Answer {}

    record Conflict() implements Answer {}

    record Stale(long epoch) implements Answer {}
  }

  final String namespace;
  final long born;
  private final World world;
  private final Referee referee;
  private final Set<Guard> without;
  private long epoch;
  private FunctionId function;
  private boolean initialising;
  private String running;

  SimPod(
      String name, String namespace, long born, World world, Referee referee, Set<Guard> without) {
    super(name);
    this.namespace = namespace;
    this.born = born;
    this.epoch = born;
    this.world = world;
    this.referee = referee;
    this.without = without;
  }

  void hello(long said, Consumer<Answer> reply) {
    long known = epoch;
    if (accept(said, reply)) {
      epoch = without.contains(Guard.FENCE) ? known : epoch;
      String at = initialising ? "init" : running;
      var word = new SandboxWord(said, Optional.ofNullable(function), Optional.ofNullable(at));
      reply.accept(new Answer.Word(word));
    }
  }

  void specialise(long said, FunctionId id, Consumer<Answer> reply) {
    if (!accept(said, reply)) {
      return;
    }
    if (function != null) {
      reply.accept(new Answer.Conflict());
      return;
    }
    function = id;
    initialising = true;
    world.after(
        world.random.nextLong(10, 120) * World.MS,
        this,
        () -> {
          initialising = false;
          reply.accept(new Answer.Done());
        });
  }

  /**
   * Runs an invocation.
   *
   * @param time how long it takes; it may never end
   */
  void invoke(long said, String request, FunctionId id, long time, Consumer<Answer> reply) {
    if (!accept(said, reply)) {
      return;
    }
    if (running != null || initialising || function == null) {
      reply.accept(new Answer.Conflict());
      return;
    }
    referee.runs(this, function, id, request);
    running = request;
    world.after(
        time,
        this,
        () -> {
          running = null;
          referee.ended(id);
          reply.accept(new Answer.Done());
        });
  }

  /** Ends itself when it has nothing to do, unless whoever asks for it is no owner any more. */
  void drain(long said, Runnable ended) {
    if (accept(said, answer -> {}) && running == null && !initialising) {
      die();
      ended.run();
    }
  }

  void die() {
    if (!dead && running != null) {
      referee.ended(function);
    }
    dead = true;
  }

  boolean spare() {
    return function == null;
  }

  private boolean accept(long said, Consumer<Answer> reply) {
    if (said < epoch && !without.contains(Guard.EPOCH)) {
      reply.accept(new Answer.Stale(epoch));
      return false;
    }
    epoch = Math.max(epoch, said);
    return true;
  }
}
