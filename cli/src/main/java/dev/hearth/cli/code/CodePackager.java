package dev.hearth.cli.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.gateway.function.Artifact;
import dev.hearth.gateway.function.ArtifactStore;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/**
 * Makes a function's code an artifact. The same code makes the same artifact, whenever and wherever
 * it is packaged; executable files stay executable.
 */
public final class CodePackager {
  private final ArtifactStore store;
  private final CodeLimits limits;

  public CodePackager(ArtifactStore store, CodeLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  /**
   * Packages what the source holds now.
   *
   * @throws IOException where this machine is at fault and not the code
   */
  public Artifact artifact(CodeSource source) throws IOException, CodeException {
    return switch (source) {
      case CodeSource.Inline(Map<String, String> files) ->
          zipped(Deflater.NO_COMPRESSION, zip -> write(files, zip));
      case CodeSource.Folder(Path folder) -> {
        if (!Files.isDirectory(folder)) {
          throw CodeException.notFound("spec.code.folder: there is no folder " + folder);
        }
        List<FolderTree.Entry> tree = FolderTree.of(folder);
        yield zipped(level(tree), zip -> write(tree, zip));
      }
      case CodeSource.Zip(Path zip) -> {
        if (!Files.isRegularFile(zip)) {
          throw CodeException.notFound("spec.code.zip: there is no file " + zip);
        }
        yield checked(zip);
      }
    };
  }

  /** Each sandbox unpacks it again, on this machine: that is to be cheap while it is not large. */
  private int level(List<FolderTree.Entry> tree) {
    long bytes = tree.stream().mapToLong(entry -> entry.attributes().size()).sum();
    return bytes <= limits.zipped() / 2 ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED;
  }

  private interface Content {
    void writeTo(ZipWriter zip) throws IOException, CodeException;
  }

  private Artifact zipped(int level, Content content) throws IOException, CodeException {
    Path aside = Files.createTempFile("hearth-code-", ".zip");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 16)) {
        var zip = new ZipWriter(out, limits, level);
        content.writeTo(zip);
        zip.finish();
      }
      return put(aside);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /** The user may write the file at any time, so a copy is checked and kept. */
  private Artifact checked(Path zip) throws IOException, CodeException {
    limits.checkZipped(Files.size(zip));
    Path aside = Files.createTempFile("hearth-code-", ".zip");
    try (InputStream in = Files.newInputStream(zip);
        OutputStream out = Files.newOutputStream(aside)) {
      in.transferTo(out);
      ZipCheck.check(aside, limits);
      return put(aside);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private Artifact put(Path zip) throws IOException {
    try (InputStream in = Files.newInputStream(zip)) {
      return store.put(Artifact.Kind.CODE, in);
    }
  }

  private static void write(Map<String, String> files, ZipWriter zip)
      throws IOException, CodeException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] text = file.getValue().getBytes(UTF_8);
      boolean script = file.getValue().startsWith("#!");
      zip.file(file.getKey(), script, new ByteArrayInputStream(text));
    }
  }

  private static void write(List<FolderTree.Entry> tree, ZipWriter zip)
      throws IOException, CodeException {
    for (FolderTree.Entry entry : tree) {
      if (entry.attributes().isDirectory()) {
        zip.folder(entry.name());
        continue;
      }
      try (InputStream in = Files.newInputStream(entry.path())) {
        zip.file(entry.name(), Files.isExecutable(entry.path()), in);
      } catch (NoSuchFileException e) {
        throw new IOException(entry.name() + " went away while it was packaged", e);
      }
    }
  }
}
