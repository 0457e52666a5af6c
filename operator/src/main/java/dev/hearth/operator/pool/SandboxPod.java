package dev.hearth.operator.pool;

import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.FunctionRuntimeSpec;
import dev.hearth.crds.Labels;
import dev.hearth.crds.Ports;
import dev.hearth.crds.SandboxPool;
import dev.hearth.crds.ShimImage;
import dev.hearth.crds.ShimVariables;
import dev.hearth.operator.Sha256;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pod of a sandbox: the runtime's own image, started by the shim that is brought in beside it.
 * Nothing of any function is in it, and no user can add to it.
 */
public final class SandboxPod {
  /** The container with the runtime. */
  static final String CONTAINER = "runtime";

  private static final long USER = 993;
  private static final long LONGEST_INVOCATION_S = 900;
  private static final long SHUTDOWN_S = 5;
  private static final long BEFORE_SIGTERM_S = 2;
  private static final int TEMPLATE_DIGITS = 16;

  private final SandboxPool pool;
  private final SandboxSettings settings;
  private final String image;
  private final String prestart;

  private SandboxPod(
      SandboxPool pool, Optional<FunctionRuntime> runtime, SandboxSettings settings) {
    this.pool = pool;
    this.settings = settings;
    this.image =
        runtime.map(r -> r.getSpec().image()).orElseGet(() -> pool.getSpec().image().uri());
    this.prestart =
        runtime
            .map(FunctionRuntime::getSpec)
            .filter(r -> r.prestart() != null)
            .map(r -> prestart(r, pool.getSpec().memoryMb()))
            .orElse("");
  }

  /**
   * A spare of this pool.
   *
   * @param runtime the pool's runtime; empty for the pool of an image function
   */
  static Pod desired(
      SandboxPool pool,
      Optional<FunctionRuntime> runtime,
      SandboxSettings settings,
      SandboxIdentity identity) {
    return new SandboxPod(pool, runtime, settings)
        .build(identity, template(pool, runtime, settings));
  }

  /** Digest of what all pods have that are made of the same; the epoch is no part of it. */
  static String template(
      SandboxPool pool, Optional<FunctionRuntime> runtime, SandboxSettings settings) {
    var lasting =
        new SandboxSettings(
            settings.shimImage(),
            settings.imagePullPolicy(),
            settings.gatewayKeys(),
            0,
            settings.requestPercent(),
            settings.imageVolume(),
            settings.userNamespace(),
            settings.resize());
    Pod any = new SandboxPod(pool, runtime, lasting).build(SandboxIdentity.ANY, "");
    return Sha256.hex(Serialization.asYaml(any.getSpec())).substring(0, TEMPLATE_DIGITS);
  }

  private Pod build(SandboxIdentity identity, String template) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(identity.name())
        .withNamespace(pool.getMetadata().getNamespace())
        .addToLabels("app.kubernetes.io/name", "hearth-sandbox")
        .addToLabels("app.kubernetes.io/managed-by", "hearth")
        .addToLabels(Labels.POOL, pool.getMetadata().getName())
        .addToLabels(Labels.TEMPLATE, template)
        .addToLabels(Labels.STATE, Labels.SPARE)
        .addToAnnotations("cluster-autoscaler.kubernetes.io/safe-to-evict", "true")
        .addNewOwnerReference()
        .withApiVersion(pool.getApiVersion())
        .withKind(pool.getKind())
        .withName(pool.getMetadata().getName())
        .withUid(pool.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(false)
        .endOwnerReference()
        .endMetadata()
        .withSpec(spec(identity))
        .build();
  }

  private PodSpec spec(SandboxIdentity identity) {
    var spec =
        new PodSpecBuilder()
            .withRestartPolicy("Never")
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            // The shim drains at SIGTERM and ends as soon as its invocation has, so only a sandbox
            // that is busy for as long as AWS allows takes this time.
            .withTerminationGracePeriodSeconds(LONGEST_INVOCATION_S + SHUTDOWN_S + BEFORE_SIGTERM_S)
            .addToNodeSelector("kubernetes.io/os", "linux")
            .addToNodeSelector("kubernetes.io/arch", pool.getSpec().architecture().kubernetes())
            .withNewSecurityContext()
            .withRunAsNonRoot(true)
            .withRunAsUser(USER)
            .withRunAsGroup(USER)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext()
            .withVolumes(SandboxVolumes.of(pool.getSpec(), settings))
            .withContainers(runtime(identity));
    if (settings.userNamespace()) {
      spec.withHostUsers(false);
    }
    if (!settings.imageVolume()) {
      spec.withInitContainers(installer());
    }
    Optional.ofNullable(pool.getSpec().image())
        .map(own -> own.pullSecret())
        .ifPresent(secret -> spec.withImagePullSecrets(new LocalObjectReference(secret)));
    return spec.build();
  }

  private Container runtime(SandboxIdentity identity) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(image)
        .withImagePullPolicy(settings.imagePullPolicy())
        .withCommand(ShimImage.START)
        .withEnv(environment(identity))
        .addNewPort()
        .withName("shim")
        .withContainerPort(Ports.SHIM)
        .endPort()
        .withResources(SandboxResources.of(pool.getSpec(), settings))
        .withSecurityContext(confined())
        .withVolumeMounts(SandboxVolumes.mounts(pool.getSpec()))
        // A SIGTERM that comes while the shim's Java starts would be lost, as pid 1 has no handler
        // yet, and the pod would stay for the whole grace.
        .withNewLifecycle()
        .withNewPreStop()
        .withNewSleep(BEFORE_SIGTERM_S)
        .endPreStop()
        .endLifecycle()
        .build();
  }

  private Container installer() {
    return new ContainerBuilder()
        .withName("install-shim")
        .withImage(settings.shimImage())
        .withImagePullPolicy(settings.imagePullPolicy())
        .withCommand(ShimImage.INSTALL)
        .withResources(SandboxResources.ofInstaller(pool.getSpec(), settings))
        .withSecurityContext(confined())
        .withVolumeMounts(SandboxVolumes.shimMount(false))
        .build();
  }

  private List<EnvVar> environment(SandboxIdentity identity) {
    var environment = new ArrayList<EnvVar>();
    ShimImage.VARIABLES.forEach((name, value) -> environment.add(variable(name, value)));
    environment.add(
        new EnvVarBuilder()
            .withName(ShimVariables.SANDBOX_UID)
            .withNewValueFrom()
            .withNewFieldRef()
            .withFieldPath("metadata.uid")
            .endFieldRef()
            .endValueFrom()
            .build());
    environment.add(variable(ShimVariables.LISTEN, "0.0.0.0:" + Ports.SHIM));
    environment.add(variable(ShimVariables.IDENTITY_KEY, identity.key()));
    environment.add(variable(ShimVariables.GATEWAY_KEYS, String.join(",", settings.gatewayKeys())));
    if (!prestart.isEmpty()) {
      environment.add(variable(ShimVariables.PRESTART, prestart));
    }
    environment.add(variable(ShimVariables.EPOCH, Long.toString(settings.epoch())));
    return environment;
  }

  private static String prestart(FunctionRuntimeSpec runtime, int memoryMb) {
    var document = new TreeMap<String, Object>();
    document.put("instead", runtime.command());
    document.put("command", runtime.prestart().command());
    if (Boolean.TRUE.equals(runtime.prestart().readsMemorySize())) {
      document.put("memorySizeMb", memoryMb);
    }
    document.put("environment", runtime.environment() == null ? Map.of() : runtime.environment());
    return Serialization.asJson(document);
  }

  private static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static SecurityContext confined() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }
}
