package dev.hearth.crds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checked-in YAML of every resource is what its records say, with columns in their order. */
class ControlPlaneCrdsTest {
  private static final Path CHECKED_IN = Path.of("src/main/resources/crds");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      classes = {
        Function.class,
        FunctionRuntime.class,
        SandboxPool.class,
        Account.class,
        Alias.class,
        PublishedVersion.class
      })
  void the_checked_in_yaml_is_generated_from_the_records(
      Class<? extends CustomResource<?, ?>> resource) throws IOException {
    new CRDGenerator()
        .inOutputDir(folder.toFile())
        .customResourceClasses(resource)
        .forCRDVersions("v1")
        .detailedGenerate();
    String file = CustomResource.getCRDName(resource) + "-v1.yml";
    String generated = inOrder(resource, Files.readString(folder.resolve(file), UTF_8));
    if (Boolean.getBoolean("crds.write")) {
      Files.writeString(CHECKED_IN.resolve(file), generated);
    }
    assertEquals(
        generated,
        Files.readString(CHECKED_IN.resolve(file), UTF_8),
        "the records have changed; write the YAML anew: mvn -pl crds test -Dcrds.write=true");
  }

  /** The generator sorts columns by their path; people want them as the class lists them. */
  private static String inOrder(Class<?> resource, String yaml) {
    List<String> names =
        Arrays.stream(resource.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .map(name -> name.toUpperCase(Locale.ROOT))
            .toList();
    CustomResourceDefinition crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
    crd.getSpec()
        .getVersions()
        .getFirst()
        .getAdditionalPrinterColumns()
        .sort(
            Comparator.comparingInt(
                column -> names.indexOf(column.getName().toUpperCase(Locale.ROOT))));
    return yaml.lines().takeWhile(line -> line.startsWith("#")).collect(Collectors.joining("\n"))
        + "\n"
        + Serialization.asYaml(crd);
  }
}
