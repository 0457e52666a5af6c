package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.kubernetes.Demand.MissingArtifact;
import dev.hearth.gateway.sandbox.SandboxUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Brings code that this gateway lacks: from another gateway, else from its source once more. */
final class MissingCode {
  /** How long an invocation waits until the operator has brought code again. */
  static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private final ArtifactStore artifacts;
  private final Peers peers;
  private final Demand demand;
  private final Duration maxWait;
  private final Map<String, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

  /**
   * @param maxWait how long the operator may take
   */
  MissingCode(ArtifactStore artifacts, Peers peers, Demand demand, Duration maxWait) {
    this.maxWait = maxWait;
    this.artifacts = artifacts;
    this.peers = peers;
    this.demand = demand;
  }

  boolean isHere(String sha256) {
    return artifacts.has(sha256);
  }

  /** Code has been put into the store. */
  void arrived(String sha256) {
    CompletableFuture<Void> someone = awaited.remove(sha256);
    if (someone != null) {
      someone.complete(null);
    }
  }

  /** Returns when the code is in the store. */
  void bring(FunctionId function, String sha256)
      throws SandboxUnavailableException, InterruptedException {
    if (artifacts.has(sha256)) {
      return;
    }
    var mine = new CompletableFuture<Void>();
    CompletableFuture<Void> others = awaited.putIfAbsent(sha256, mine);
    if (others != null) {
      await(others, sha256);
      return;
    }
    var missing = new MissingArtifact(function.namespace(), function.name(), sha256);
    try {
      if (artifacts.has(sha256) || peers.fetch(sha256)) {
        return;
      }
      demand.missing(missing);
      await(mine, sha256);
    } finally {
      demand.found(missing);
      awaited.remove(sha256, mine);
      if (artifacts.has(sha256)) {
        mine.complete(null);
      } else {
        mine.completeExceptionally(new IllegalStateException("it was not brought"));
      }
    }
  }

  private void await(CompletableFuture<Void> arrival, String sha256)
      throws SandboxUnavailableException, InterruptedException {
    try {
      arrival.get(maxWait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new SandboxUnavailableException(
          "The function's code (" + sha256 + ") is being brought again and is not here yet.");
    }
  }
}
