package dev.hearth.gateway.sandbox.pool;

import java.util.List;
import java.util.Objects;

/** Pools that decide wrongly in one thing, each in another. */
final class PoolMutants {
  private PoolMutants() {}

  static final class LongestIdleFirst extends Pools {
    LongestIdleFirst() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    PooledSandbox.Idle choose(FunctionPool pool) {
      return pool.idle.pollFirst();
    }
  }

  static final class GivesTwice extends Pools {
    GivesTwice() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    PooledSandbox.Idle choose(FunctionPool pool) {
      return pool.idle.peekLast();
    }
  }

  static final class NewestWaiterFirst extends Pools {
    NewestWaiterFirst() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    FunctionPool.Waiter nextWaiter(FunctionPool pool) {
      var last = pool.waiters.lastEntry();
      return last == null ? null : last.getValue();
    }
  }

  static final class StartForEveryClaim extends Pools {
    StartForEveryClaim() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    boolean startWanted(FunctionPool pool) {
      return true;
    }
  }

  static final class OneStartAtATime extends Pools {
    OneStartAtATime() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    boolean startWanted(FunctionPool pool) {
      return false;
    }
  }

  static final class KeepsOldRevisions extends Pools {
    KeepsOldRevisions() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    boolean superseded(FunctionPool pool) {
      return false;
    }
  }

  static final class AdoptsAll extends Pools {
    AdoptsAll() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    boolean mayAdopt(FunctionPool pool) {
      return true;
    }
  }

  static final class AdoptsAsIdle extends Pools {
    AdoptsAsIdle() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    public List<PoolEffect> on(PoolEvent event, long now) {
      return super.on(
          event instanceof PoolEvent.Adopted(long id, PoolKey key, boolean _, boolean initialised)
              ? new PoolEvent.Adopted(id, key, false, initialised)
              : event,
          now);
    }
  }

  static final class CountsFailedInits extends Pools {
    CountsFailedInits() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    public List<PoolEffect> on(PoolEvent event, long now) {
      return super.on(
          event instanceof PoolEvent.Started(long id, boolean _)
              ? new PoolEvent.Started(id, true)
              : event,
          now);
    }
  }

  static final class CountsAdoptedWithoutInit extends Pools {
    CountsAdoptedWithoutInit() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    public List<PoolEffect> on(PoolEvent event, long now) {
      return super.on(
          event instanceof PoolEvent.Adopted(long id, PoolKey key, boolean busy, boolean _)
              ? new PoolEvent.Adopted(id, key, busy, true)
              : event,
          now);
    }
  }

  static final class LetsKeptOnesAge extends Pools {
    LetsKeptOnesAge() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    public List<PoolEffect> on(PoolEvent event, long now) {
      if (event instanceof PoolEvent.Tick) {
        pools.all().forEach(pool -> pool.target = 0);
      }
      return super.on(event, now);
    }
  }

  static final class MakesRoomOfKeptOnes extends Pools {
    MakesRoomOfKeptOnes() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    PooledSandbox.Idle longestIdle() {
      return pools.all().stream()
          .map(pool -> pool.idle.peekFirst())
          .filter(Objects::nonNull)
          .min((one, other) -> Long.signum(one.since() - other.since()))
          .orElse(null);
    }
  }

  static final class MakesNoRoom extends Pools {
    MakesNoRoom() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    PooledSandbox.Idle longestIdle() {
      return null;
    }
  }
}
