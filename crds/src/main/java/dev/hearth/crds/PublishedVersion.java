package dev.hearth.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A function as it was at one time, under a number. Creating one with a function's name publishes
 * what that function is now; from then on it never changes.
 */
@Group(Function.GROUP)
@Version("v1alpha1")
@Kind("FunctionVersion")
@Plural("functionversions")
@Singular("functionversion")
@ShortNames("fv")
@AdditionalPrinterColumn(name = "Function", jsonPath = ".spec.functionName")
@AdditionalPrinterColumn(
    name = "Version",
    jsonPath = ".status.version",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Provisioned",
    jsonPath = ".status.provisionedConcurrency.available",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class PublishedVersion
    extends CustomResource<PublishedVersionSpec, PublishedVersionStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  @Required
  public PublishedVersionSpec getSpec() {
    return super.getSpec();
  }
}
