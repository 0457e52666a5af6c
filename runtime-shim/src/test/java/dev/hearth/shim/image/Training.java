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
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes the AOT cache by one life, from hello to a kill, with all in it that must be fast, often
 * enough for the JVM to find it worth compiling: what it compiles here it compiles in a spare at
 * once.
 */
final class Training {
  private static final int HELLOS = 40;
  private static final int INVOCATIONS = 300;
  private static final int FILES = 400;
  private static final int FILE_BYTES = 8_000;
  private static final int VARIABLES = 40;

  private final ImageFolder folder;

  Training(ImageFolder folder) {
    this.folder = folder;
  }

  void run() throws IOException, InterruptedException, GeneralSecurityException {
    Files.deleteIfExists(folder.cache());
    try (ShimProcess shim = ShimProcess.start(Launch.training(folder), Launch.variables(folder));
        TestGateway gateway = shim.gateway()) {
      shim.awaitRehearsal();
      for (int i = 0; i < HELLOS; i++) {
        expect(gateway.hello());
      }
      expect(gateway.specialise(echo().text(), code()));
      for (int i = 0; i < INVOCATIONS; i++) {
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

  private static Settings echo() {
    String classes = System.getProperty("java.class.path");
    String jvm = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Settings settings =
        Settings.running(jvm, "-Xshare:auto", "-cp", classes, EchoRuntime.class.getName())
            .timeout(1000)
            .memory(4096);
    for (int i = 0; i < VARIABLES; i++) {
      settings = settings.with("VARIABLE_" + i, "a value of \"some\" length, number " + i);
    }
    return settings;
  }

  private static void expect(HttpReply reply) throws IOException {
    if (reply.status() != 200) {
      throw new IOException("training failed: " + reply);
    }
  }

  /** Many files that zip to a little less than they are, as code does. */
  private static byte[] code() throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < FILES; i++) {
        zip.putNextEntry(new ZipEntry("folder" + i % 10 + "/part/file" + i + ".txt"));
        byte[] half = new byte[FILE_BYTES / 2];
        random.nextBytes(half);
        zip.write(half);
        zip.write("some code".repeat(FILE_BYTES / 18).getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
