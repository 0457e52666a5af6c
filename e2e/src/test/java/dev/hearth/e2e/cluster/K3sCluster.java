package dev.hearth.e2e.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** K3s in a container, which Testcontainers removes when the tests have ended. */
record K3sCluster(K3sContainer container) implements TestCluster {
  private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.34.1-k3s1");
  private static final String TAR = "/tmp/image.tar";

  static K3sCluster start() {
    var container = new K3sContainer(IMAGE);
    container.addExposedPorts(Installation.GATEWAY_NODE_PORT);
    container.start();
    return new K3sCluster(container);
  }

  @Override
  public String kubeconfig() {
    return container.getKubeConfigYaml();
  }

  @Override
  public void load(Path tar) throws IOException, InterruptedException {
    container.copyFileToContainer(MountableFile.forHostPath(tar.toRealPath()), TAR);
    ExecResult result = container.execInContainer("ctr", "-n", "k8s.io", "image", "import", TAR);
    if (result.getExitCode() != 0) {
      throw new IOException(tar + " cannot be loaded: " + result.getStderr());
    }
  }

  @Override
  public URI reach(int nodePort) {
    return URI.create("http://" + container.getHost() + ":" + container.getMappedPort(nodePort));
  }
}
