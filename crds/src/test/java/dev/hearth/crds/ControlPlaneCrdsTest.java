package dev.hearth.crds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checked-in YAML of every other resource is what its records say, too. */
class ControlPlaneCrdsTest {
  private static final Path CHECKED_IN = Path.of("src/main/resources/crds");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(classes = {FunctionRuntime.class, SandboxPool.class, Account.class})
  void the_checked_in_yaml_is_generated_from_the_records(
      Class<? extends CustomResource<?, ?>> resource) throws IOException {
    new CRDGenerator()
        .inOutputDir(folder.toFile())
        .customResourceClasses(resource)
        .forCRDVersions("v1")
        .detailedGenerate();
    String file = CustomResource.getCRDName(resource) + "-v1.yml";
    String generated = Files.readString(folder.resolve(file), UTF_8);
    if (Boolean.getBoolean("crds.write")) {
      Files.writeString(CHECKED_IN.resolve(file), generated);
    }
    assertEquals(
        generated,
        Files.readString(CHECKED_IN.resolve(file), UTF_8),
        "the records have changed; write the YAML anew: mvn -pl crds test -Dcrds.write=true");
  }
}
