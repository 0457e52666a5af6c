package dev.hearth.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A runtime that functions of every namespace may name: an entry of the cluster's catalogue. Its
 * name is what {@code spec.runtime} of a Function says, e.g. {@code python3.11}.
 */
@Group(Function.GROUP)
@Version("v1alpha1")
@Kind("Runtime")
@Plural("runtimes")
@Singular("runtime")
@AdditionalPrinterColumn(name = "Image", jsonPath = ".spec.image")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z][a-z0-9.]{0,63}$')",
    message = "metadata.name: a runtime's name has 1-64 lower-case letters, digits and dots")
public final class FunctionRuntime extends CustomResource<FunctionRuntimeSpec, Void> {
  private static final long serialVersionUID = 1L;

  @Override
  @Required
  public FunctionRuntimeSpec getSpec() {
    return super.getSpec();
  }
}
