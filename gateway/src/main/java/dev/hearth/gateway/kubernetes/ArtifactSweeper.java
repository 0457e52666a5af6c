package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.function.Artifact;
import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.Catalogue;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/** Removes code that no function has any more, so that the volume holds what functions have. */
final class ArtifactSweeper implements AutoCloseable {
  /** How long code is kept that no function has, or none has yet. */
  static final Duration KEPT = Duration.ofHours(1);

  private static final System.Logger LOG = System.getLogger(ArtifactSweeper.class.getName());
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final ArtifactStore artifacts;
  private final Catalogue catalogue;
  private final InstantSource clock;
  private final Thread thread;

  ArtifactSweeper(ArtifactStore artifacts, Catalogue catalogue, InstantSource clock) {
    this.artifacts = artifacts;
    this.catalogue = catalogue;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("artifacts").unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  private void work() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(EVERY);
        sweep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void sweep() {
    try {
      int removed = artifacts.sweep(used(), clock.instant().minus(KEPT));
      LOG.log(System.Logger.Level.DEBUG, "{0} files of old code removed", removed);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "old code cannot be removed: {0}", e.toString());
    }
  }

  private Set<String> used() {
    var used = new HashSet<String>();
    catalogue
        .invokable()
        .forEach(version -> version.artifacts().stream().map(Artifact::sha256).forEach(used::add));
    return used;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
