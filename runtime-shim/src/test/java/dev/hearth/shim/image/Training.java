package dev.hearth.shim.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.shim.it.HttpReply;
import dev.hearth.shim.it.Settings;
import dev.hearth.shim.it.ShimProcess;
import dev.hearth.shim.it.TestGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes the AOT cache by one life, from hello to a kill, with all in it that must be fast. */
final class Training {
  private final ImageFolder folder;

  Training(ImageFolder folder) {
    this.folder = folder;
  }

  void run() throws IOException, InterruptedException, GeneralSecurityException {
    Files.deleteIfExists(folder.cache());
    String classes = System.getProperty("java.class.path");
    String jvm = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Settings settings =
        Settings.running(jvm, "-Xshare:auto", "-cp", classes, EchoRuntime.class.getName())
            .timeout(1000)
            .memory(4096);
    try (ShimProcess shim = ShimProcess.start(Launch.training(folder), Launch.variables(folder));
        TestGateway gateway = shim.gateway()) {
      expect(gateway.specialise(settings.text(), someCode()));
      for (int i = 0; i < 300; i++) {
        expect(
            gateway.invoke(
                "{\"n\":" + i + "}", Map.of("Hearth-Log-Tail", Integer.toString(i % 2))));
      }
      expect(gateway.invoke("60000"));
      expect(gateway.invoke("{}"));
      expect(gateway.get("/v1/state"));
      gateway.drain();
      if (shim.awaitExit() != 0 || !Files.exists(folder.cache())) {
        throw new IOException("training has left no AOT cache: " + shim.log());
      }
    }
  }

  private static void expect(HttpReply reply) throws IOException {
    if (reply.status() != 200) {
      throw new IOException("training failed: " + reply);
    }
  }

  private static byte[] someCode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("folder/app.txt"));
      zip.write("some code".repeat(100).getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
