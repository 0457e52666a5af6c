package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.function.Artifact;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.SandboxUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Semaphore;

/** Gathers what a function needs before a sandbox of it can be specialised. */
final class FunctionSupplies {
  /** Functions that are being gathered for at one time; others wait for their turn. */
  static final int MAX_AT_ONCE = 64;

  private final MissingCode code;
  private final VariableValues values;
  private final Semaphore turns = new Semaphore(MAX_AT_ONCE);

  FunctionSupplies(MissingCode code, VariableValues values) {
    this.code = code;
    this.values = values;
  }

  /** The function with all its values; its code is in the store by then. */
  Future<FunctionVersion> complete(FunctionVersion function) {
    boolean here = function.artifacts().stream().map(Artifact::sha256).allMatch(code::isHere);
    if (here && function.variablesFrom().isEmpty()) {
      return Future.succeededFuture(function);
    }
    Promise<FunctionVersion> promise = Promise.promise();
    Thread.ofVirtual()
        .name("supply-" + function.id())
        .start(
            () -> {
              try {
                promise.complete(gather(function));
              } catch (SandboxUnavailableException e) {
                promise.fail(e);
              } catch (InterruptedException | RuntimeException e) {
                promise.fail(new SandboxUnavailableException("The gateway failed: " + e));
              }
            });
    return promise.future();
  }

  private FunctionVersion gather(FunctionVersion function)
      throws SandboxUnavailableException, InterruptedException {
    turns.acquire();
    try {
      for (Artifact artifact : function.artifacts()) {
        code.bring(function.id(), artifact.sha256());
      }
      return values.fillIn(function);
    } finally {
      turns.release();
    }
  }
}
