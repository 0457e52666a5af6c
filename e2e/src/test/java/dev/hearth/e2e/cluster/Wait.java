package dev.hearth.e2e.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Waits for what the cluster says, no longer than a slow machine needs. */
public final class Wait {
  private static final long PATIENCE_S = 180;

  private Wait() {}

  /** The object when it is as wanted. */
  public static <T extends HasMetadata> T until(Resource<T> resource, Predicate<T> is) {
    return resource.waitUntilCondition(
        found -> found != null && is.test(found), PATIENCE_S, TimeUnit.SECONDS);
  }

  /** Returns when there is no such object any more. */
  public static void untilGone(Resource<? extends HasMetadata> resource) {
    resource.waitUntilCondition(found -> found == null, PATIENCE_S, TimeUnit.SECONDS);
  }

  /** The objects when all of them together are as wanted. */
  public static <T> List<T> untilAll(Informable<T> resources, Predicate<List<T>> are)
      throws InterruptedException {
    var answer = resources.informOnCondition(are);
    try {
      return answer.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      throw new AssertionError("waited in vain for " + PATIENCE_S + " s", e);
    }
  }
}
