package dev.hearth.shim.artifact;

import static dev.hearth.shim.artifact.BadArtifactException.invalid;

import dev.hearth.shim.artifact.ZipItem.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be made, decided before anything is: folders in an order in which they can be made,
 * then files in the order of their bytes, and links last, so that nothing is written through one.
 */
record Layout(List<String> folders, List<ZipItem> files, List<ZipItem> links) {
  private static final Comparator<ZipItem> BY_OFFSET = Comparator.comparingLong(ZipItem::offset);

  static Layout of(List<ZipItem> items, UnpackLimits limits) throws BadArtifactException {
    Set<String> paths = new HashSet<>();
    for (ZipItem item : items) {
      if (!paths.add(item.path())) {
        throw invalid("a name stands there twice", item.name());
      }
    }
    checkOverlap(items);
    Set<String> folders = new LinkedHashSet<>();
    List<ZipItem> files = new ArrayList<>();
    List<ZipItem> links = new ArrayList<>();
    for (ZipItem item : items) {
      addParents(item.path(), folders);
      switch (item.kind()) {
        case FOLDER -> folders.add(item.path());
        case FILE -> files.add(item);
        case LINK -> links.add(item);
      }
      if (folders.size() + files.size() + links.size() > limits.entries()) {
        throw invalid("it makes more than " + limits.entries() + " files and folders");
      }
    }
    folders.remove("");
    files.sort(BY_OFFSET);
    links.sort(BY_OFFSET);
    return new Layout(List.copyOf(folders), files, links);
  }

  /** Bytes used by many entries would make a small zip huge. */
  private static void checkOverlap(List<ZipItem> items) throws BadArtifactException {
    long usedTo = 0;
    for (ZipItem item : items.stream().sorted(BY_OFFSET).toList()) {
      if (item.kind() == Kind.FOLDER) {
        continue;
      }
      if (item.offset() < usedTo) {
        throw invalid("an entry overlaps another", item.name());
      }
      usedTo = item.offset() + ZipItem.LOCAL_HEADER_BYTES + item.packedBytes();
    }
  }

  /** The topmost first. */
  private static void addParents(String path, Set<String> folders) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash));
    }
  }
}
