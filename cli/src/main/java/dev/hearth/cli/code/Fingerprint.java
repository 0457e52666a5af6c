package dev.hearth.cli.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;

/**
 * Tells whether files have changed, by their names, sizes and times of change; their content is not
 * read. Equal fingerprints mean that nothing worth a look has happened.
 */
public record Fingerprint(long value) {
  /** Of something that is not there. */
  public static final Fingerprint NONE = new Fingerprint(0);

  /** Of a file, or of a folder with all that is in it. */
  public static Fingerprint of(Path path) {
    return of(path, _ -> false);
  }

  /** The same without what {@code skip} names; a path that cannot be read counts as absent. */
  public static Fingerprint of(Path path, Predicate<Path> skip) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isDirectory()) {
        return new Fingerprint(1).with(attributes, Files.isExecutable(path));
      }
      var print = new Fingerprint(2);
      for (FolderTree.Entry entry : FolderTree.of(path, skip)) {
        print = print.and(entry.name());
        if (entry.attributes().isRegularFile()) {
          print = print.with(entry.attributes(), Files.isExecutable(entry.path()));
        }
      }
      return print;
    } catch (IOException e) {
      return NONE;
    }
  }

  /** This and something else together. */
  public Fingerprint and(Object other) {
    return mix(other.hashCode());
  }

  private Fingerprint with(BasicFileAttributes attributes, boolean executable) {
    return mix(attributes.lastModifiedTime().toInstant().hashCode())
        .mix(attributes.size())
        .mix(executable ? 1 : 0);
  }

  private Fingerprint mix(long more) {
    long mixed = (value ^ more) * 0x9E3779B97F4A7C15L;
    return new Fingerprint(mixed ^ mixed >>> 29);
  }
}
