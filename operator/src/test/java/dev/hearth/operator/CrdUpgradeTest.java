package dev.hearth.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CrdUpgradeTest {
  @Test
  void no_definition_is_forgotten() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../crds/src/main/resources/crds"))) {
      assertEquals(
          files.map(file -> file.getFileName().toString()).sorted().toList(),
          CrdUpgrade.DEFINITIONS.stream().map(plural -> plural + ".hearth.dev-v1.yml").toList());
    }
  }
}
