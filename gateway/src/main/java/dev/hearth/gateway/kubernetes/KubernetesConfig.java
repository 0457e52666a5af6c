package dev.hearth.gateway.kubernetes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Everything a gateway on Kubernetes is told, read once; the chart's values mirror it. */
@ConfigMapping(prefix = "hearth.gateway")
interface KubernetesConfig {
  /** Where operator and gateways are. */
  @WithDefault("hearth-system")
  String namespace();

  /** Meant where a request names no namespace. */
  @WithDefault("default")
  String defaultNamespace();

  /** Namespaces by account id, as {@code 111111111111=shop,222222222222=bank}. */
  Optional<String> accounts();

  /** Account id of every namespace that has none of its own. */
  @WithDefault("000000000000")
  String accountId();

  @WithDefault("us-east-1")
  String region();

  /** Service of the gateways, by which they find each other. */
  @WithDefault("hearth-gateway")
  String service();

  /** Folder of the code that this gateway has. */
  @WithDefault("/data/artifacts")
  Path artifacts();

  /** How callers prove who they are; {@code none} has to be said, since nothing else is there. */
  Optional<String> authMode();

  /** Living sandboxes of all functions together. */
  @WithDefault("10000")
  int maxSandboxes();

  /** Living sandboxes of one function. */
  @WithDefault("1000")
  int maxSandboxesPerFunction();

  /** How long an idle sandbox is kept. */
  @WithDefault("10m")
  @WithConverter(DurationText.class)
  Duration keepAlive();

  /** How long requests in flight may take when the gateway is asked to stop. */
  @WithDefault("60s")
  @WithConverter(DurationText.class)
  Duration closeGrace();

  /** How long a gateway that stops still takes requests, so that everybody hears of it. */
  @WithDefault("3s")
  @WithConverter(DurationText.class)
  Duration closeNotice();

  /** The accounts as a map; fails where they cannot be read. */
  default Map<String, String> namespaces() {
    return AccountList.parse(accounts().orElse(""));
  }
}
