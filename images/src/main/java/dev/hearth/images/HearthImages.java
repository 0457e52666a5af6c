package dev.hearth.images;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The images of Hearth: operator, gateway and shim. */
final class HearthImages {
  /** Every sandbox's node pulls the shim, so it is kept small. */
  static final long MAX_SHIM_BYTES = 40_000_000;

  static final long MAX_SERVER_BYTES = 120_000_000;

  /** The class that starts a gateway on Kubernetes. */
  static final String GATEWAY_MAIN = "dev.hearth.gateway.kubernetes.KubernetesGateway";

  private static final String APP = "/app";

  /** One line for each record, with its time, as the operator writes them. */
  private static final String LOG_LINES =
      "-Djava.util.logging.SimpleFormatter.format=%1$tF %1$tT,%1$tL %4$-7s [%3$s] %5$s%6$s%n";

  private HearthImages() {}

  /**
   * All images.
   *
   * @param home the project, packaged
   * @param version of its jars
   * @param java a linked Java for the servers
   */
  static List<ContainerImage> of(Path home, String version, Path java)
      throws IOException, InterruptedException, ImageException {
    FileEntriesLayer system = Layers.system(NativeLibraries.of(java));
    FileEntriesLayer runtime = Layers.of("java", java, LinkedJava.PLACE);
    return List.of(
        operator(home.resolve("operator/target/quarkus-app"), system, runtime),
        gateway(home.resolve("gateway/target"), version, system, runtime),
        shim(home.resolve("runtime-shim/target/image/hearth")));
  }

  private static ContainerImage operator(
      Path app, FileEntriesLayer system, FileEntriesLayer runtime)
      throws IOException, ImageException {
    var libraries = Layers.of("libraries", built(app.resolve("lib")), APP + "/lib");
    var own = Layers.of("operator", app, APP, path -> !path.startsWith(app.resolve("lib")));
    return new ContainerImage(
        "operator",
        List.of(system, runtime, libraries, own),
        LinkedJava.command("-jar", APP + "/quarkus-run.jar"),
        MAX_SERVER_BYTES);
  }

  private static ContainerImage gateway(
      Path target, String version, FileEntriesLayer system, FileEntriesLayer runtime)
      throws IOException, ImageException {
    var libraries = Layers.of("libraries", built(target.resolve("lib")), APP + "/lib");
    var own =
        Layers.ofFile(
            "gateway",
            target.resolve("hearth-gateway-" + version + ".jar"),
            APP + "/hearth-gateway.jar");
    return new ContainerImage(
        "gateway",
        List.of(system, runtime, libraries, own),
        LinkedJava.command(
            LOG_LINES, "-cp", APP + "/hearth-gateway.jar:" + APP + "/lib/*", GATEWAY_MAIN),
        MAX_SERVER_BYTES);
  }

  /** Its folder is complete, with a Java, an ld.so and a libc of its own. */
  private static ContainerImage shim(Path folder) throws IOException, ImageException {
    return new ContainerImage(
        "shim",
        List.of(Layers.withTimes("shim", built(folder), "/hearth")),
        List.of(),
        MAX_SHIM_BYTES);
  }

  private static Path built(Path path) throws ImageException {
    if (!Files.isDirectory(path)) {
      throw new ImageException(path + " is not there; ./hearth images builds it");
    }
    return path;
  }
}
