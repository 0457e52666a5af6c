package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ClientLogTest {
  private static final String NAME = KubernetesClient.class.getName();

  @Test
  void what_the_kubernetes_client_warns_of_is_logged_and_its_small_talk_is_not() {
    var said = new Said();
    Logger platform = Logger.getLogger(NAME);
    platform.addHandler(said);
    try {
      LoggerFactory.getLogger(NAME).warn("the watch ended");
      LoggerFactory.getLogger(NAME).debug("a request");
    } finally {
      platform.removeHandler(said);
    }
    assertEquals(List.of("the watch ended"), said.lines);
  }

  /** Keeps what it is told. */
  private static final class Said extends Handler {
    final List<String> lines = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
