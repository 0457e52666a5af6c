package dev.hearth.gateway.sandbox.shim;

import dev.hearth.gateway.function.Artifact;
import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.PackedCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Sends a function's configuration and artifacts to a spare sandbox, no faster than it takes them.
 */
final class Specialiser {
  /** So little is read and sent with the rest faster than a file is handed to the system. */
  private static final int ONE_WRITE_BYTES = 64 * 1024;

  private final Vertx vertx;
  private final ShimClient.Identity identity;
  private final ArtifactStore artifacts;

  Specialiser(Vertx vertx, ShimClient.Identity identity, ArtifactStore artifacts) {
    this.vertx = vertx;
    this.identity = identity;
    this.artifacts = artifacts;
  }

  Future<Specialised> run(ShimLink link, FunctionVersion function, boolean provisioned) {
    List<String> unsure =
        function.artifacts().stream()
            .map(Artifact::sha256)
            .filter(sha256 -> artifacts.packed(sha256).isEmpty())
            .toList();
    return unsure.isEmpty()
        ? push(link, function, provisioned)
        : vertx
            .executeBlocking(() -> verify(unsure), false)
            .transform(
                verified ->
                    verified.succeeded()
                        ? push(link, function, provisioned)
                        : Future.succeededFuture(failed(verified.cause().getMessage())));
  }

  /** The files are of a gateway before this one. */
  private Void verify(List<String> unsure) throws IOException {
    for (String sha256 : unsure) {
      artifacts.verify(sha256);
    }
    return null;
  }

  private Future<Specialised> push(ShimLink link, FunctionVersion function, boolean provisioned) {
    // What serves an artifact may change at any time, so it is asked once.
    List<Optional<PackedCode>> code =
        function.artifacts().stream().map(Artifact::sha256).map(artifacts::packed).toList();
    if (!code.stream().allMatch(Optional::isPresent)) {
      return Future.succeededFuture(failed("the code has just been removed"));
    }
    return push(link, function, provisioned, code.stream().map(Optional::get).toList());
  }

  private Future<Specialised> push(
      ShimLink link, FunctionVersion function, boolean provisioned, List<PackedCode> code) {
    Buffer document = document(function, provisioned, code).toBuffer();
    long length = 4L + document.length() + code.stream().mapToLong(PackedCode::size).sum();
    Buffer start =
        Buffer.buffer(ShimRequests.specialise(identity.epoch(), length))
            .appendInt(document.length())
            .appendBuffer(document);
    boolean small = length <= ONE_WRITE_BYTES;
    try {
      if (small) {
        appendAll(code, start);
      }
    } catch (IOException e) {
      return Future.succeededFuture(failed("an artifact cannot be sent: " + e));
    }
    SmallExchange exchange = SmallExchange.begin(link, start);
    if (!small) {
      code.forEach(packed -> link.sendFile(packed.path(), packed.size()));
    }
    return exchange
        .future()
        .onSuccess(answer -> identity.refused(answer.status(), answer.fields()))
        .map(Specialiser::outcome)
        .otherwise(e -> new Specialised.Lost(e.getMessage()));
  }

  private static void appendAll(List<PackedCode> code, Buffer to) throws IOException {
    for (PackedCode packed : code) {
      to.appendBytes(Files.readAllBytes(packed.path()));
    }
  }

  private static Specialised failed(String why) {
    return new Specialised.Failed(why);
  }

  private static Specialised outcome(SmallExchange.Document answer) {
    return switch (answer.status()) {
      case 200 -> new Specialised.Ready(initFailure(answer), initNanos(answer));
      case 409 -> new Specialised.Taken();
      case 422 ->
          new Specialised.BadArtifact(
              ShimClient.text(answer, "errorType"), ShimClient.text(answer, "errorMessage"));
      default -> failed("specialise refused with " + answer.status() + " " + answer.body());
    };
  }

  private static Optional<InitFailure> initFailure(SmallExchange.Document answer) {
    try {
      return Optional.ofNullable(new JsonObject(answer.body()).getJsonObject("initError"))
          .map(
              said ->
                  new InitFailure(
                      said.getString("errorType", ""), said.getString("errorMessage", "")));
    } catch (RuntimeException hostile) {
      return Optional.empty();
    }
  }

  private static long initNanos(SmallExchange.Document answer) {
    try {
      return (long) (new JsonObject(answer.body()).getDouble("initMs", 0.0) * 1_000_000);
    } catch (RuntimeException hostile) {
      return 0;
    }
  }

  private JsonObject document(
      FunctionVersion function, boolean provisioned, List<PackedCode> code) {
    var list = new JsonArray();
    for (int i = 0; i < code.size(); i++) {
      Artifact artifact = function.artifacts().get(i);
      list.add(
          new JsonObject()
              .put("kind", artifact.kind().name().toLowerCase(Locale.ROOT))
              .put("sha256", artifact.sha256())
              .put("crc32c", code.get(i).crc32c())
              .put("size", code.get(i).size()));
    }
    return new JsonObject()
        .put("function", function.name())
        .put("version", function.version())
        .put("revision", function.revision())
        .put("accountId", identity.accounts().accountOf(function.id().namespace()))
        .put("region", identity.region())
        .put("runtime", function.runtime())
        .put("command", new JsonArray(function.command()))
        .put("runtimeEnvironment", object(function.runtimeEnvironment()))
        .put("workingDirectory", function.workingDirectory())
        .put("handler", function.handler())
        .put("memorySizeMb", function.memorySizeMb())
        .put("timeoutMs", function.timeoutMs())
        .put("environment", object(function.environment()))
        .put("initializationType", provisioned ? "provisioned-concurrency" : "on-demand")
        .put("logFormat", function.logging().format())
        .put("applicationLogLevel", function.logging().applicationLevel())
        .put("systemLogLevel", function.logging().systemLevel())
        .put("artifacts", list);
  }

  private static JsonObject object(Map<String, String> map) {
    var object = new JsonObject();
    map.forEach(object::put);
    return object;
  }
}
