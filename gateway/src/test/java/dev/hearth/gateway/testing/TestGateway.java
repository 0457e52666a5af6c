package dev.hearth.gateway.testing;

import dev.hearth.gateway.GatewayConfig;
import dev.hearth.gateway.GatewayKeys;
import dev.hearth.gateway.GatewayServer;
import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.Artifact;
import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Publications;
import dev.hearth.gateway.function.Wish;
import dev.hearth.gateway.ownership.Ownership;
import dev.hearth.gateway.sandbox.SandboxSource;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A gateway on free ports, and a client of it. */
public final class TestGateway implements AutoCloseable {
  public static final String ACCOUNT = "000000000000";
  public static final String REGION = "us-east-1";
  private static final int PATIENT_MS = 60_000;

  public final GatewayKeys keys;
  public final Catalogue catalogue = new Catalogue();
  public final ArtifactStore artifacts;
  public final GatewayServer server;
  public final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public TestGateway(
      Path folder, GatewayKeys keys, SandboxSource source, UnaryOperator<GatewayConfig> change) {
    this(folder, keys, source, change, Ownership.ALONE);
  }

  public TestGateway(
      Path folder,
      GatewayKeys keys,
      SandboxSource source,
      UnaryOperator<GatewayConfig> change,
      Ownership ownership) {
    this.keys = keys;
    artifacts = new ArtifactStore(folder, Runnable::run);
    GatewayConfig config = GatewayConfig.local("127.0.0.1", 0, 0, ACCOUNT, REGION);
    server = new GatewayServer(change.apply(config), catalogue, artifacts, source, keys, ownership);
    await(server.start());
  }

  /** Puts a function in the catalogue, or another revision of it, that is in no hurry. */
  public FunctionVersion function(String name, String revision) {
    return function(name, revision, PATIENT_MS);
  }

  /** Puts a function in the catalogue whose timeout is what is tested. */
  public FunctionVersion function(String name, String revision, int timeoutMs) {
    try {
      byte[] zip = ("zip of " + name + revision).getBytes(StandardCharsets.UTF_8);
      Artifact code = artifacts.put(Artifact.Kind.CODE, new ByteArrayInputStream(zip));
      var version =
          new FunctionVersion(
              id(name),
              FunctionVersion.LATEST,
              revision,
              "provided.al2023",
              List.of("${taskRoot}/bootstrap"),
              Map.of(),
              FunctionVersion.TASK_ROOT,
              "handler",
              128,
              timeoutMs,
              512,
              Map.of("STAGE", "test"),
              Map.of(),
              FunctionVersion.Logging.TEXT,
              List.of(code),
              "");
      put(name, new Catalogue.Entry.Ready(version));
      return version;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void put(String name, Catalogue.Entry entry) {
    catalogue.update(
        before -> {
          var after = new HashMap<>(before);
          after.put(id(name), entry);
          return after;
        });
  }

  /** A function of the default namespace. */
  public static FunctionId id(String name) {
    return new FunctionId(Accounts.LOCAL_NAMESPACE, name);
  }

  /** Publishes what a function is now under a number. */
  public FunctionVersion publish(String name, String number) {
    if (!(catalogue.find(id(name)).orElseThrow() instanceof Catalogue.Entry.Ready(var latest))) {
      throw new IllegalStateException(name + " is not ready");
    }
    FunctionVersion version = latest.publishedAs(number);
    change(
        name,
        before -> {
          var versions = new HashMap<>(before.versions());
          versions.put(number, version);
          return new Publications(versions, before.aliases(), before.wishes());
        });
    return version;
  }

  /** Has an alias lead somewhere. */
  public void alias(String name, String alias, AliasRoute route) {
    change(
        name,
        before -> {
          var aliases = new HashMap<>(before.aliases());
          aliases.put(alias, route);
          return new Publications(before.versions(), aliases, before.wishes());
        });
  }

  /** Has so many sandboxes kept for a version or an alias, and for no other. */
  public void provision(String name, String qualifier, int executions) {
    change(
        name,
        before ->
            new Publications(
                before.versions(), before.aliases(), List.of(Wish.fixed(qualifier, executions))));
  }

  private void change(String name, UnaryOperator<Publications> change) {
    catalogue.publish(
        before -> {
          var after = new HashMap<>(before);
          after.put(id(name), change.apply(catalogue.publications(id(name))));
          return after;
        });
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  public HttpRequest.Builder invocation(String function) {
    return HttpRequest.newBuilder(uri("/2015-03-31/functions/" + function + "/invocations"))
        .timeout(Duration.ofSeconds(30));
  }

  public HttpResponse<String> invoke(String function, String event) {
    return send(invocation(function).POST(BodyPublishers.ofString(event)));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public String management(String path) {
    URI uri = URI.create("http://127.0.0.1:" + server.managementPort() + path);
    return send(HttpRequest.newBuilder(uri)).body();
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    await(server.close());
    client.close();
  }
}
