package dev.hearth.gateway.invocation;

import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Publications;
import java.util.random.RandomGenerator;

/** Finds what an invocation names in the catalogue, or the words in which it is not there. */
final class FunctionLookup {
  /** What a name and a qualifier stand for. */
  sealed interface Found {
    /** Something to run. */
    record Version(FunctionVersion version) implements Found {}

    /**
     * Nothing to run yet.
     *
     * @param why in case it stays so
     */
    record NotYet(Outcome.Rejected why) implements Found {}

    /** Nothing to run, and why. */
    record Nothing(Outcome.Rejected why) implements Found {}
  }

  private final Catalogue catalogue;
  private final RandomGenerator random;

  /**
   * @param random chooses between the two versions of an alias; used by several threads at once
   */
  FunctionLookup(Catalogue catalogue, RandomGenerator random) {
    this.catalogue = catalogue;
    this.random = random;
  }

  Found find(Invocation invocation) {
    String qualifier = invocation.qualifier();
    return qualifier == null || qualifier.equals(FunctionVersion.LATEST)
        ? latest(invocation)
        : published(invocation, catalogue.served(invocation.function()));
  }

  private Found published(Invocation invocation, Publications publications) {
    double chance = publications.aliases().isEmpty() ? 0 : random.nextDouble();
    String number = publications.resolve(invocation.qualifier(), chance).orElse("");
    if (number.equals(FunctionVersion.LATEST)) {
      return latest(invocation);
    }
    FunctionVersion version = publications.versions().get(number);
    if (catalogue.find(invocation.function()).isEmpty()) {
      return latest(invocation);
    }
    return version != null ? new Found.Version(version) : new Found.Nothing(notFound(invocation));
  }

  private Found latest(Invocation invocation) {
    return switch (catalogue.find(invocation.function()).orElse(null)) {
      case null ->
          catalogue.lag().isZero()
              ? new Found.Nothing(notFound(invocation))
              : new Found.NotYet(notFound(invocation));
      case Catalogue.Entry.Pending(String message) ->
          new Found.NotYet(
              new Outcome.Rejected(
                  Rejection.RESOURCE_CONFLICT,
                  "The operation cannot be performed at this time. The function is currently in"
                      + " the following state: Pending ("
                      + message
                      + ")"));
      case Catalogue.Entry.Failed(String reasonCode, String message) ->
          new Found.Nothing(new Outcome.Rejected(rejection(reasonCode), message));
      case Catalogue.Entry.Ready(FunctionVersion version) -> new Found.Version(version);
    };
  }

  private static Outcome.Rejected notFound(Invocation invocation) {
    String message = "Function not found: " + invocation.call().functionArn();
    return new Outcome.Rejected(Rejection.RESOURCE_NOT_FOUND, message);
  }

  private static Rejection rejection(String reasonCode) {
    return switch (reasonCode) {
      case "InvalidRuntime" -> Rejection.INVALID_RUNTIME;
      case "InvalidZipFileException" -> Rejection.INVALID_ZIP_FILE;
      default -> Rejection.RESOURCE_CONFLICT;
    };
  }
}
