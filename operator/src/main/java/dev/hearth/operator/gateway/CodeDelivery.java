package dev.hearth.operator.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Gives code to every ready gateway. One that has it is enough: the others ask it. */
public final class CodeDelivery {
  private static final Logger LOG = Logger.getLogger(CodeDelivery.class);

  private final GatewayDirectory directory;
  private final GatewayClient gateways;

  public CodeDelivery(GatewayDirectory directory, GatewayClient gateways) {
    this.directory = directory;
    this.gateways = gateways;
  }

  /** Why no gateway has the zip now; empty where one has. */
  public Optional<String> deliver(String sha256, Path zip) throws InterruptedException {
    String failure = "no gateway is ready to take the code";
    boolean delivered = false;
    for (Gateway gateway : directory.ready()) {
      try {
        gateways.give(gateway, sha256, zip);
        delivered = true;
      } catch (IOException e) {
        failure = "gateway " + gateway.name() + " cannot take the code: " + e;
        LOG.warn(failure);
      }
    }
    return delivered ? Optional.empty() : Optional.of(failure);
  }
}
