package dev.hearth.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A function as its user wants it. The function's name is {@code metadata.name}: 1-64 characters,
 * letters in lower case, digits and hyphens.
 */
@Group(Function.GROUP)
@Version("v1alpha1")
@ShortNames("fn")
@AdditionalPrinterColumn(name = "Runtime", jsonPath = ".spec.runtime")
@AdditionalPrinterColumn(
    name = "Memory",
    jsonPath = ".spec.memorySize",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Reserved",
    jsonPath = ".spec.reservedConcurrentExecutions",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "Update", jsonPath = ".status.lastUpdateStatus")
@AdditionalPrinterColumn(
    name = "Init",
    jsonPath = ".status.conditions[?(@.type==\"Initialised\")].reason")
@AdditionalPrinterColumn(name = "Pool", jsonPath = ".status.pool", priority = 1)
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.stateReason", priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z0-9-]{1,64}$')",
    message = "metadata.name: a function's name has 1-64 lower-case letters, digits and hyphens")
public final class Function extends CustomResource<FunctionSpec, FunctionStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** The API group of every Hearth resource. */
  public static final String GROUP = "hearth.dev";

  @Override
  @Required
  public FunctionSpec getSpec() {
    return super.getSpec();
  }
}
