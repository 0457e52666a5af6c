package dev.hearth.e2e.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.List;

/** Prints what a person wants to see first when a test has failed. */
final class Diagnosis {
  private static final int LINES = 60;
  private static final int EVENTS = 40;

  private Diagnosis() {}

  static void print(KubernetesClient kubernetes, List<String> namespaces) {
    for (String namespace : namespaces) {
      print("==== " + namespace);
      kubernetes.pods().inNamespace(namespace).list().getItems().forEach(Diagnosis::pod);
      events(kubernetes, namespace);
      kubernetes
          .pods()
          .inNamespace(namespace)
          .list()
          .getItems()
          .forEach(pod -> logs(kubernetes, pod));
      kubernetes
          .genericKubernetesResources("hearth.dev/v1alpha1", "Function")
          .inNamespace(namespace)
          .list()
          .getItems()
          .forEach(
              function ->
                  print(
                      function.getMetadata().getName()
                          + ": "
                          + Serialization.asYaml(
                              function.getAdditionalProperties().get("status"))));
    }
  }

  private static void pod(Pod pod) {
    print(
        pod.getMetadata().getName()
            + " "
            + pod.getStatus().getPhase()
            + " "
            + pod.getMetadata().getLabels()
            + " "
            + pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getState)
                .map(Serialization::asJson)
                .toList());
  }

  private static void events(KubernetesClient kubernetes, String namespace) {
    kubernetes.v1().events().inNamespace(namespace).list().getItems().stream()
        .sorted(
            Comparator.comparing(
                Event::getLastTimestamp, Comparator.nullsFirst(Comparator.naturalOrder())))
        .limit(EVENTS)
        .forEach(
            event ->
                print(
                    event.getInvolvedObject().getName()
                        + " "
                        + event.getReason()
                        + ": "
                        + event.getMessage()));
  }

  private static void logs(KubernetesClient kubernetes, Pod pod) {
    try {
      String log =
          kubernetes
              .pods()
              .inNamespace(pod.getMetadata().getNamespace())
              .withName(pod.getMetadata().getName())
              .tailingLines(LINES)
              .getLog();
      print("---- log of " + pod.getMetadata().getName() + "\n" + log);
    } catch (KubernetesClientException e) {
      print("---- no log of " + pod.getMetadata().getName() + ": " + e.getMessage());
    }
  }

  private static void print(String line) {
    System.err.println(line);
  }
}
