package dev.hearth.operator.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.crds.InternalApi;
import dev.hearth.operator.gateway.Demand;
import dev.hearth.operator.gateway.Demand.AccountUse;
import dev.hearth.operator.gateway.Demand.FailedInit;
import dev.hearth.operator.gateway.Demand.MissingArtifact;
import dev.hearth.operator.gateway.Demand.PoolDemand;
import dev.hearth.operator.gateway.Demand.Provisioned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A gateway's internal API by hand: keeps digests, tells what the test wants, checks signatures.
 */
final class FakeGateway implements AutoCloseable {
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

  private final HttpServer server;
  private final Supplier<String> publicKey;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Demand demand = Demand.nothing(1);

  /** Digests of what was put here. */
  final Set<String> artifacts = ConcurrentHashMap.newKeySet();

  /** Requests that came: method and path. */
  final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

  /**
   * @param publicKey base64 X.509 key of whoever may ask
   */
  FakeGateway(InetAddress address, Supplier<String> publicKey) throws IOException {
    this.publicKey = publicKey;
    server = HttpServer.create(new InetSocketAddress(address, 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Says this from now on. */
  void want(List<PoolDemand> pools, List<String> claimed, List<MissingArtifact> missing) {
    lock.lock();
    try {
      demand =
          new Demand(
              demand.sequence() + 1,
              pools,
              claimed,
              missing,
              demand.functions(),
              demand.accounts(),
              demand.provisioned());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says this from now on, beside what it wants. */
  void observe(List<FailedInit> functions, List<AccountUse> accounts) {
    lock.lock();
    try {
      demand =
          new Demand(
              demand.sequence() + 1,
              demand.pools(),
              demand.claimed(),
              demand.missingArtifacts(),
              functions,
              accounts,
              demand.provisioned());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says from now on that this has become of wishes for sandboxes that are kept. */
  void keep(Provisioned... provisioned) {
    lock.lock();
    try {
      demand =
          new Demand(
              demand.sequence() + 1,
              demand.pools(),
              demand.claimed(),
              demand.missingArtifacts(),
              demand.functions(),
              demand.accounts(),
              List.of(provisioned));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a request has made this true. */
  void await(BooleanSupplier is) throws InterruptedException {
    lock.lock();
    try {
      for (long left = PATIENCE_NS; !is.getAsBoolean(); left = changed.awaitNanos(left)) {
        assertTrue(left > 0, () -> "in vain, after " + requests);
      }
    } finally {
      lock.unlock();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    handle(exchange);
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      requests.add(method + " " + path);
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!isSigned(exchange, method, path)) {
        exchange.sendResponseHeaders(401, -1);
      } else if (path.equals(InternalApi.DEMAND)) {
        byte[] json = new ObjectMapper().writeValueAsBytes(awaitChange(exchange));
        exchange.sendResponseHeaders(200, json.length);
        exchange.getResponseBody().write(json);
      } else {
        String sha256 = path.substring(InternalApi.ARTIFACTS.length());
        boolean there = artifacts.contains(sha256);
        if (method.equals("PUT") && body.length > 0) {
          artifacts.add(sha256);
        }
        exchange.sendResponseHeaders(method.equals("PUT") ? 201 : there ? 200 : 404, -1);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private Demand awaitChange(HttpExchange exchange) throws InterruptedException {
    String[] query = exchange.getRequestURI().getQuery().split("[=&]", -1);
    long after = Long.parseLong(query[1]);
    long left = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(query[3]));
    lock.lock();
    try {
      changed.signalAll();
      while (demand.sequence() == after && left > 0) {
        left = changed.awaitNanos(left);
      }
      return demand;
    } finally {
      lock.unlock();
    }
  }

  private boolean isSigned(HttpExchange exchange, String method, String path) {
    try {
      byte[] x509 = Base64.getDecoder().decode(publicKey.get());
      PublicKey key =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
      long expires = Long.parseLong(exchange.getRequestHeaders().getFirst(InternalApi.EXPIRES));
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(InternalApi.message(method, path, expires));
      return expires > System.currentTimeMillis()
          && signature.verify(
              Base64.getDecoder()
                  .decode(exchange.getRequestHeaders().getFirst(InternalApi.SIGNATURE)));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
