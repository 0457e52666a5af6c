package dev.hearth.cli.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the user asks local mode for.
 *
 * @param folders absolute paths of folders with manifests, or of manifests
 * @param port of the Lambda API; 0 takes a free one
 * @param managementPort of health and metrics; 0 takes a free one
 * @param accountId twelve digits
 * @param endpointUrl for functions' own AWS clients; empty for AWS itself
 * @param shim the shim's program
 * @param cache folder that a user's hearths share
 * @param command how the user calls hearth
 * @param terminal whether standard output is one
 * @param environment what hearth was started with
 */
public record LocalOptions(
    List<Path> folders,
    int port,
    int managementPort,
    String accountId,
    String region,
    String endpointUrl,
    Path shim,
    Path cache,
    String command,
    boolean terminal,
    Map<String, String> environment) {
  public static final String HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 8080;

  public LocalOptions {
    folders = List.copyOf(folders);
    environment = Map.copyOf(environment);
  }
}
