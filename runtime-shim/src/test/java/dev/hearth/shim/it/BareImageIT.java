package dev.hearth.shim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The shim in an image without a shell, a libc or anything else. */
class BareImageIT {
  private static final String HELLO = "{\"queryStringParameters\":{\"name\":\"Hearth\"}}";

  private static void assertServes(ShimProcess shim) throws Exception {
    byte[] code =
        new Zip()
            .file("bootstrap", Tools.goBootstrap())
            .file("d\u00e4ta/\u6f22.txt", "a name that needs a locale")
            .withMode(0100755);
    try (TestGateway gateway = shim.gateway()) {
      HttpReply reply =
          gateway.specialise(Settings.running("${taskRoot}/bootstrap").timeout(9000).text(), code);
      assertTrue(reply.status() == 200 && !reply.body().contains("Error"), reply::toString);
      String answer = gateway.invoke(HELLO).body();
      assertTrue(answer.contains("Hearth"), answer);
      gateway.drain();
      assertEquals(0, shim.awaitExit());
    }
  }

  @Test
  void an_installed_shim_needs_nothing_of_the_image() throws Exception {
    try (BareImage image = BareImage.empty()) {
      image.install();
      try (ShimProcess shim = image.startInstalled()) {
        assertServes(shim);
      }
    }
  }

  @Test
  void a_shim_mounted_read_only_needs_nothing_of_the_image() throws Exception {
    try (BareImage image = BareImage.empty();
        ShimProcess shim = image.startMounted()) {
      assertServes(shim);
    }
  }

  @Test
  void what_is_installed_has_the_times_and_modes_of_the_image() throws Exception {
    try (BareImage image = BareImage.empty()) {
      image.install();
      // As when the kubelet starts an init container once more.
      image.install();
      Path from = Path.of("target/image");
      try (var paths = Files.walk(from.resolve("hearth"))) {
        for (Path path : paths.filter(Files::isRegularFile).toList()) {
          Path copy = image.volume().resolve(from.relativize(path));
          assertEquals(-1, Files.mismatch(path, copy), copy::toString);
          assertEquals(Files.getLastModifiedTime(path), Files.getLastModifiedTime(copy));
          assertEquals(Files.getPosixFilePermissions(path), Files.getPosixFilePermissions(copy));
        }
      }
    }
  }
}
