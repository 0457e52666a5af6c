package dev.hearth.crds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checked-in YAML is what the records say. */
class FunctionCrdTest {
  private static final String FILE = "functions.hearth.dev-v1.yml";
  private static final Path CHECKED_IN = Path.of("src/main/resources/crds", FILE);

  @TempDir Path folder;

  @Test
  void the_checked_in_yaml_is_generated_from_the_records() throws IOException {
    var info =
        new CRDGenerator()
            .inOutputDir(folder.toFile())
            .customResourceClasses(Function.class)
            .forCRDVersions("v1")
            .detailedGenerate();
    assertEquals(1, info.numberOfGeneratedCRDs());
    String generated = Files.readString(folder.resolve(FILE), UTF_8);
    if (Boolean.getBoolean("crds.write")) {
      Files.writeString(CHECKED_IN, generated);
    }
    assertEquals(
        generated,
        Files.readString(CHECKED_IN, UTF_8),
        "the records have changed; write the YAML anew: mvn -pl crds test -Dcrds.write=true");
  }
}
