package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stands between a gateway and the API server: lets reads pass and holds every write up. */
final class HeldWrites implements Interceptor {
  /** Writes that were let through: method and path. */
  final List<String> passed = new CopyOnWriteArrayList<>();

  private final CountDownLatch open = new CountDownLatch(1);

  void standIn(HttpClient.Builder http) {
    http.addOrReplaceInterceptor("held-writes", this);
  }

  /** Lets pass whatever waits, and all that comes. */
  void letPass() {
    open.countDown();
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (request.method().equals("GET")) {
      return;
    }
    try {
      if (!open.await(10, TimeUnit.MINUTES)) {
        throw new IllegalStateException("nobody lets writes pass");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    passed.add(request.method() + " " + request.uri().getPath());
  }
}
