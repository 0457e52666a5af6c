package dev.hearth.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Writes images as tars, or to a registry. */
final class ImageWriter {
  /** Nobody's: nothing in an image belongs to it, so it can change nothing. */
  static final String USER = "65532:65532";

  private final String version;
  private final Path cache;

  /**
   * @param version the tag of every image
   * @param cache folder for layers that images share; emptied, since Jib takes a layer of earlier
   *     for the same if its files have the same names and times, and the shim's times never change
   */
  ImageWriter(String version, Path cache) throws IOException {
    this.version = version;
    this.cache = cache;
    LinkedJava.delete(cache);
  }

  /** The name an image has without a registry. */
  String reference(ContainerImage image) {
    return "hearth/" + image.name() + ":" + version;
  }

  /** Writes a tar, unless the image is too large. */
  void write(ContainerImage image, Path tar)
      throws IOException, InterruptedException, ImageException {
    containerize(image, Containerizer.to(TarImage.at(tar).named(parse(reference(image)))));
    long size = Files.size(tar);
    if (size > image.maxBytes()) {
      Files.delete(tar);
      throw new ImageException(
          "image %s has %d bytes, the limit is %d".formatted(image.name(), size, image.maxBytes()));
    }
  }

  /** Pushes; answers the name under which a cluster pulls it. */
  String push(ContainerImage image, String registry, boolean plainHttp)
      throws IOException, InterruptedException, ImageException {
    ImageReference name = parse(registry + "/" + reference(image));
    var login = CredentialRetrieverFactory.forImage(name, _ -> {});
    var to = RegistryImage.named(name).addCredentialRetriever(login.dockerConfig());
    containerize(image, Containerizer.to(to).setAllowInsecureRegistries(plainHttp));
    return name.toString();
  }

  private void containerize(ContainerImage image, Containerizer to)
      throws IOException, InterruptedException, ImageException {
    JibContainerBuilder builder =
        Jib.fromScratch()
            .setPlatforms(Set.of(new Platform(architecture(), "linux")))
            .setFileEntriesLayers(image.layers())
            .setEntrypoint(image.entryPoint())
            .setUser(USER)
            .setCreationTime(Instant.EPOCH);
    to.setToolName("hearth").setBaseImageLayersCache(cache).setApplicationLayersCache(cache);
    try {
      builder.containerize(to);
    } catch (RegistryException | ExecutionException | CacheDirectoryCreationException e) {
      throw new ImageException("image " + image.name() + ": " + e.getMessage());
    }
  }

  private static ImageReference parse(String name) throws ImageException {
    try {
      return ImageReference.parse(name);
    } catch (InvalidImageReferenceException e) {
      throw new ImageException(e.getMessage());
    }
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "aarch64" -> "arm64";
      case String _ -> "amd64";
    };
  }
}
