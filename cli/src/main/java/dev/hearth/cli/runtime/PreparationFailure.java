package dev.hearth.cli.runtime;

import java.util.List;
import java.util.Locale;

/** Puts a package tool's failure into words that say what the user can do. */
final class PreparationFailure {
  /** How pip, npm and node-gyp say that the network led nowhere. */
  private static final List<String> UNREACHABLE =
      List.of(
          "name resolution",
          "name or service not known",
          "enotfound",
          "eai_again",
          "econnrefused",
          "econnreset",
          "etimedout",
          "err_socket_timeout",
          "enetunreach",
          "newconnectionerror",
          "connection refused",
          "connecttimeouterror",
          "network is unreachable",
          "max retries exceeded",
          "proxyerror");

  private static final int LINES_SHOWN = 5;

  private PreparationFailure() {}

  /**
   * Says why a package could not be brought.
   *
   * @param what the packages, e.g. {@code awslambdaric 4.2.2}
   * @param registry where they come from, e.g. {@code PyPI}
   */
  static String explain(String what, String registry, HostTools.Run run) {
    if (run.status() == -1) {
      return what
          + " took too long to prepare and was given up; start again to retry.\n"
          + last(run);
    }
    String output = run.output().toLowerCase(Locale.ROOT);
    if (UNREACHABLE.stream().anyMatch(output::contains)) {
      return registry
          + " cannot be reached, and "
          + what
          + " is needed from there once. Check the network, a proxy (HTTPS_PROXY) or your mirror's"
          + " settings, and start again.\n"
          + last(run);
    }
    return what + " could not be prepared (exit status " + run.status() + ").\n" + last(run);
  }

  private static String last(HostTools.Run run) {
    List<String> lines = run.output().lines().filter(line -> !line.isBlank()).toList();
    int from = Math.max(0, lines.size() - LINES_SHOWN);
    return String.join("\n", lines.subList(from, lines.size()).stream().map("  "::concat).toList());
  }
}
