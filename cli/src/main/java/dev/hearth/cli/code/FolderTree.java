package dev.hearth.cli.code;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is in a folder, links followed, sorted by name. Links that lead nowhere are left out, since
 * editors make such while a file is open.
 */
final class FolderTree extends SimpleFileVisitor<Path> {
  /** A file or folder; its name is its path below the folder, with slashes. */
  record Entry(Path path, String name, BasicFileAttributes attributes) {}

  private static final String VERSION_CONTROL = ".git";

  private final Path folder;
  private final Predicate<Path> skip;
  private final List<Entry> entries = new ArrayList<>();

  private FolderTree(Path folder, Predicate<Path> skip) {
    this.folder = folder;
    this.skip = skip;
  }

  static List<Entry> of(Path folder) throws IOException {
    return of(folder, _ -> false);
  }

  /** Leaves out what {@code skip} names, and what is below it. */
  static List<Entry> of(Path folder, Predicate<Path> skip) throws IOException {
    var tree = new FolderTree(folder, skip);
    Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, tree);
    tree.entries.sort(Comparator.comparing(Entry::name));
    return List.copyOf(tree.entries);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
    if (path.equals(folder)) {
      return FileVisitResult.CONTINUE;
    }
    if (path.endsWith(VERSION_CONTROL) || skip.test(path)) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    add(path, attributes);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
    if (attributes.isRegularFile() && !skip.test(path)) {
      add(path, attributes);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path path, IOException problem) throws IOException {
    return switch (problem) {
      case FileSystemLoopException _ ->
          throw new IOException("the link " + path + " leads back to a folder above it", problem);
      case NoSuchFileException _ when !path.equals(folder) -> FileVisitResult.CONTINUE;
      default -> throw problem;
    };
  }

  private void add(Path path, BasicFileAttributes attributes) {
    String name = folder.relativize(path).toString().replace('\\', '/');
    entries.add(new Entry(path, name, attributes));
  }
}
