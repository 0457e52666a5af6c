package dev.hearth.operator.pool;

import dev.hearth.crds.SandboxPool;
import dev.hearth.crds.SandboxPoolStatus;
import dev.hearth.operator.Conditions;
import java.time.Instant;
import java.util.List;

/** The status of a pool from what it reports. */
public final class PoolStatuses {
  /** The condition that says whether functions can get sandboxes. */
  public static final String READY = "PoolReady";

  private PoolStatuses() {}

  static SandboxPoolStatus of(SandboxPool pool, PoolReport report, Instant now) {
    SandboxPoolStatus before = pool.getStatus();
    long generation = pool.getMetadata().getGeneration();
    var conditions =
        new Conditions(before == null ? List.of() : before.conditions(), generation, now)
            .set(READY, report.usable(), report.reason(), report.message());
    return new SandboxPoolStatus(
        generation, conditions.list(), report.ready(), report.claimed(), report.idle());
  }
}
