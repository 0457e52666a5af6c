package dev.hearth.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** The limits of one namespace and what it uses; a namespace without one has the defaults. */
@Group(Function.GROUP)
@Version("v1alpha1")
@AdditionalPrinterColumn(
    name = "Concurrency",
    jsonPath = ".spec.concurrentExecutions",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Reserved",
    jsonPath = ".status.reservedConcurrentExecutions",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Running",
    jsonPath = ".status.concurrentExecutions",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Functions",
    jsonPath = ".status.functionCount",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Code bytes",
    jsonPath = ".status.totalCodeSize",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(
    value = "self.metadata.name == 'default'",
    message = "metadata.name: a namespace has one Account, named default")
public final class Account extends CustomResource<AccountSpec, AccountStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** The only name an Account can have. */
  public static final String NAME = "default";

  @Override
  @Required
  public AccountSpec getSpec() {
    return super.getSpec();
  }
}
