package dev.hearth.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The images of what the other modules have built. */
class HearthImagesIT {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final String VERSION = System.getProperty("project.version");

  @TempDir private Path folder;

  @Test
  void every_image_can_be_written_within_its_limit() throws Exception {
    List<ContainerImage> images = images();
    assertEquals(
        List.of("operator", "gateway", "shim"), images.stream().map(ContainerImage::name).toList());
    var writer = new ImageWriter(VERSION, Path.of("target/jib"));
    for (ContainerImage image : images) {
      writer.write(image, folder.resolve(image.name() + ".tar"));
    }
    var shim =
        UnpackedImage.entries(folder.resolve("shim.tar")).stream()
            .collect(Collectors.toMap(entry -> entry.getName(), entry -> entry.getMode() & 0777));
    assertEquals(0755, shim.get("hearth/ld.so"));
    assertEquals(0755, shim.get("hearth/env"));
    assertEquals(0755, shim.get("hearth/jre/bin/java"));
  }

  @Test
  void what_the_gateways_image_starts_is_in_its_jar() throws Exception {
    Path jar = HOME.resolve("gateway/target/hearth-gateway-" + VERSION + ".jar");
    try (var file = new JarFile(jar.toFile())) {
      String main = HearthImages.GATEWAY_MAIN.replace('.', '/') + ".class";
      assertTrue(file.getEntry(main) != null, main);
    }
  }

  private static List<ContainerImage> images() throws Exception {
    assertTrue(
        Files.isDirectory(HOME.resolve("operator/target/quarkus-app")), "package operator first");
    return HearthImages.of(HOME, VERSION, LinkedJava.in(HOME.resolve("images/target/java")));
  }
}
