package dev.hearth.e2e.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The cluster of {@code -De2e.kubeconfig=}.
 *
 * @param load the command that brings an image tar into its nodes, the tar's path goes behind it
 */
record GivenCluster(String kubeconfig, String load) implements TestCluster {
  private static final Duration LOAD_LIMIT = Duration.ofMinutes(2);

  @Override
  public void load(Path tar) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(load.split(" ", -1)));
    command.add(tar.toString());
    Command.run(LOAD_LIMIT, command);
  }

  @Override
  public URI reach(int nodePort) {
    try (var client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build()) {
      Node node = client.nodes().list().getItems().getFirst();
      String address =
          node.getStatus().getAddresses().stream()
              .filter(a -> a.getType().equals("InternalIP"))
              .findFirst()
              .orElseThrow()
              .getAddress();
      return URI.create("http://" + address + ":" + nodePort);
    }
  }
}
