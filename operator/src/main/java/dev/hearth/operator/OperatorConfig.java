package dev.hearth.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Everything the operator is told, read once; the chart's values mirror it. */
@ConfigMapping(prefix = "hearth")
public interface OperatorConfig {
  /** Where the operator and the gateways are. */
  @WithDefault("hearth-system")
  String namespace();

  /** Service of the gateways. */
  @WithDefault("hearth-gateway")
  String gatewayService();

  Sandbox sandbox();

  Pool pool();

  Code code();

  /** What all sandbox pods have in common. */
  interface Sandbox {
    String shimImage();

    @WithDefault("IfNotPresent")
    String imagePullPolicy();

    /** Share of its limits that a sandbox asks the scheduler for, 1-100. */
    @WithDefault("25")
    int requestPercent();

    /** Whether the shim's image is mounted instead of copied. */
    @WithDefault("auto")
    Switch imageVolume();

    /** Whether each sandbox has its own user namespace. */
    @WithDefault("auto")
    Switch userNamespace();

    /** Whether Init may use a whole CPU, which is taken back after it. */
    @WithDefault("auto")
    Switch resize();

    /** Whether nobody but gateways reaches a sandbox, by a NetworkPolicy for each pool. */
    @WithDefault("true")
    boolean networkPolicy();

    /** Whether that NetworkPolicy lets functions reach others. */
    @WithDefault("true")
    boolean egress();
  }

  /** How pools behave. */
  interface Pool {
    @WithDefault("1")
    int spare();

    @WithDefault("1000")
    int max();

    @WithDefault("50")
    int maxStarting();

    @WithDefault("5m")
    Duration startTimeout();

    @WithDefault("1m")
    Duration surplusKept();

    @WithDefault("30m")
    Duration idleAfter();

    /**
     * From a claim until the next spare is ready: a pool keeps as many as are claimed in that time,
     * and never fewer than {@link #spare}. 0 keeps just these.
     */
    @WithDefault("1500ms")
    Duration refill();

    @WithDefault("10s")
    Duration proven();

    @WithDefault("1s")
    Duration firstBackoff();

    @WithDefault("5m")
    Duration maxBackoff();

    /** Pods of all pools that are being created at one time. */
    @WithDefault("32")
    int maxCreating();
  }

  /** Where code comes from. */
  interface Code {
    /** Time for one download, and for each answer of a registry. */
    @WithDefault("60s")
    Duration timeout();

    /** How often a ConfigMap with code is read again. */
    @WithDefault("1m")
    Duration configMapEvery();

    @WithDefault("https://s3.amazonaws.com")
    URI s3Endpoint();

    @WithDefault("us-east-1")
    String s3Region();

    /** Registries that are read over plain HTTP. */
    Optional<Set<String>> plainHttpRegistries();
  }

  /** Something that not every cluster can do. */
  enum Switch {
    /** As the cluster's version allows. */
    AUTO,
    TRUE,
    FALSE;

    boolean on(int minor, int since) {
      return switch (this) {
        case AUTO -> minor >= since;
        case TRUE -> true;
        case FALSE -> false;
      };
    }
  }
}
