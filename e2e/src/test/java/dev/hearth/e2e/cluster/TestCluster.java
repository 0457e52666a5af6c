package dev.hearth.e2e.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

/** A Kubernetes that the tests may do anything to. */
sealed interface TestCluster permits GivenCluster, K3sCluster {
  /** The text of a kubeconfig with which everything is allowed. */
  String kubeconfig();

  /** Brings an image into the nodes. */
  void load(Path tar) throws IOException, InterruptedException;

  /** Where this machine reaches a NodePort. */
  URI reach(int nodePort);

  /** The cluster that was named, else K3s where there is a container engine, else a loud skip. */
  static TestCluster orSkip() throws IOException {
    String kubeconfig = System.getProperty("e2e.kubeconfig", "");
    String load = System.getProperty("e2e.load", "");
    if (!kubeconfig.isEmpty() && !load.isEmpty()) {
      return new GivenCluster(Files.readString(Path.of(kubeconfig)), load);
    }
    if (kubeconfig.isEmpty() && DockerClientFactory.instance().isDockerAvailable()) {
      return K3sCluster.start();
    }
    String reason =
        "the end-to-end tests need a container engine, or -De2e.kubeconfig= and -De2e.load=";
    System.err.println("SKIPPED: " + reason);
    return Assumptions.abort(reason);
  }
}
