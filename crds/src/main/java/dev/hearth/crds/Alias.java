package dev.hearth.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A name for a version of a function, or for two of them with weights. Callers know it as {@code
 * spec.name}; {@code metadata.name} is free, so that functions may have aliases of one name.
 */
@Group(Function.GROUP)
@Version("v1alpha1")
@AdditionalPrinterColumn(name = "Function", jsonPath = ".spec.functionName")
@AdditionalPrinterColumn(name = "Alias", jsonPath = ".spec.name")
@AdditionalPrinterColumn(name = "Version", jsonPath = ".spec.functionVersion")
@AdditionalPrinterColumn(name = "Others", jsonPath = ".spec.routingConfig.additionalVersionWeights")
@AdditionalPrinterColumn(
    name = "Provisioned",
    jsonPath = ".status.provisionedConcurrency.available",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class Alias extends CustomResource<AliasSpec, AliasStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  @Required
  public AliasSpec getSpec() {
    return super.getSpec();
  }
}
