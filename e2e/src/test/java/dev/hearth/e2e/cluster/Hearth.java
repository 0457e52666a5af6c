package dev.hearth.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus.State;
import dev.hearth.crds.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Hearth as the tests of one class use it, in a namespace of their own. When a test fails, what the
 * cluster says about it is printed.
 */
public final class Hearth
    implements BeforeAllCallback,
        AfterAllCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private static final Namespace STORE = Namespace.create(Hearth.class);

  private final String namespace;
  private Installation installation;
  private Lambda lambda;

  /**
   * @param tests named after their theme, as is their namespace
   */
  public Hearth(Class<?> tests) {
    this.namespace = "e2e-" + tests.getSimpleName().replace("E2E", "").toLowerCase(Locale.ROOT);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Object installed =
        context
            .getRoot()
            .getStore(STORE)
            .computeIfAbsent(Installation.class, _ -> installed(), Object.class);
    if (installed instanceof Exception failure) {
      throw failure;
    }
    installation = (Installation) installed;
    installation.namespace(namespace, "restricted");
    installation.awaitReachable();
    lambda = new Lambda(installation.gateway(), namespace);
  }

  /** Once, even if it fails: the other classes' tests would fail in the same way. */
  private static Object installed() {
    try {
      return Installation.orSkip();
    } catch (IOException | InterruptedException | RuntimeException e) {
      return e;
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (lambda != null) {
      lambda.close();
      // The namespace goes with the installation, since it would wait for the sandboxes' grace now.
      installation.kubernetes().resources(Function.class).inNamespace(namespace).delete();
    }
  }

  public Installation installation() {
    return installation;
  }

  public KubernetesClient kubernetes() {
    return installation.kubernetes();
  }

  public String namespace() {
    return namespace;
  }

  public Lambda lambda() {
    return lambda;
  }

  /** Applies manifests as {@code kubectl apply --server-side} does, in the tests' namespace. */
  public void apply(String yaml) {
    var manifests = new ByteArrayInputStream(yaml.getBytes(UTF_8));
    for (HasMetadata manifest : kubernetes().load(manifests).items()) {
      kubernetes().resource(manifest).inNamespace(namespace).forceConflicts().serverSideApply();
    }
  }

  /** Applies a Function; {@code spec} is what YAML has between braces. */
  public void applyFunction(String name, String spec) {
    apply(
        """
        apiVersion: hearth.dev/v1alpha1
        kind: Function
        metadata: {name: %s}
        spec: {%s}
        """
            .formatted(name, spec));
  }

  /**
   * Applies a Python function.
   *
   * @param code of its one file, with a function {@code handler}
   * @param more of its spec, e.g. {@code timeout: 5}
   */
  public void applyPython(String name, String code, String... more) {
    String spec = "runtime: python3.11, handler: app.handler, code: {inline: {app.py: ";
    applyFunction(
        name,
        spec
            + Serialization.asJson(code)
            + "}}"
            + ", ".repeat(Math.min(1, more.length))
            + String.join(", ", more));
  }

  public Resource<Function> function(String name) {
    return kubernetes().resources(Function.class).inNamespace(namespace).withName(name);
  }

  /** The function when it can be invoked. */
  public Function awaitActive(String name) {
    return awaitState(name, State.Active);
  }

  /** The function when its last change has led to this state. */
  public Function awaitState(String name, State state) {
    return Wait.until(
        function(name),
        f ->
            f.getStatus() != null
                && f.getStatus().state() == state
                && f.getMetadata().getGeneration().equals(f.getStatus().observedGeneration()));
  }

  /** All sandboxes of the tests' namespace, of spares and of functions. */
  public FilterWatchListDeletable<Pod, PodList, PodResource> sandboxes() {
    return kubernetes().pods().inNamespace(namespace).withLabel(Labels.POOL);
  }

  /** The sandboxes that a function has, as soon as there are any. */
  public List<Pod> sandboxesOf(String function) throws InterruptedException {
    return Wait.untilAll(
            kubernetes().pods().inNamespace(namespace).withLabel(Labels.FUNCTION, function),
            pods -> !pods.isEmpty())
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** Returns when a sandbox has logged a line with this in it. */
  public void awaitLog(Pod sandbox, String text) throws IOException {
    try (LogWatch watch = kubernetes().pods().resource(sandbox).watchLog();
        var lines = new BufferedReader(new InputStreamReader(watch.getOutput(), UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.contains(text)) {
        line = lines.readLine();
      }
      if (line == null) {
        throw new AssertionError("the log has ended without " + text);
      }
    }
  }

  /**
   * Runs a script of the shell in a pod of its own, which is nobody's sandbox.
   *
   * @param image of the tests, e.g. {@code python}
   * @return what it has printed
   */
  public String run(String image, String script) {
    Pod pod =
        kubernetes()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withName("stranger")
                    .withNamespace(namespace)
                    .endMetadata()
                    .withNewSpec()
                    .withRestartPolicy("Never")
                    .withNewSecurityContext()
                    .withRunAsNonRoot(true)
                    .withRunAsUser(1000L)
                    .withNewSeccompProfile()
                    .withType("RuntimeDefault")
                    .endSeccompProfile()
                    .endSecurityContext()
                    .addNewContainer()
                    .withName("script")
                    .withImage(installation.image(image))
                    .withCommand("/bin/sh", "-c", script)
                    .withNewSecurityContext()
                    .withAllowPrivilegeEscalation(false)
                    .withNewCapabilities()
                    .withDrop("ALL")
                    .endCapabilities()
                    .endSecurityContext()
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
    PodResource resource = kubernetes().pods().resource(pod);
    Wait.until(resource, p -> List.of("Succeeded", "Failed").contains(p.getStatus().getPhase()));
    String log = resource.getLog();
    resource.delete();
    Wait.untilGone(resource);
    return log;
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    diagnose(context, failure);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    diagnose(context, failure);
  }

  private void diagnose(ExtensionContext context, Throwable failure) throws Throwable {
    System.err.println("FAILED: " + context.getDisplayName() + ": " + failure);
    Diagnosis.print(kubernetes(), new ArrayList<>(List.of(namespace, Installation.SYSTEM)));
    throw failure;
  }
}
