package dev.hearth.shim.artifact;

import static dev.hearth.shim.artifact.BadArtifactException.invalid;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which names and link targets stay inside of the folder they are unpacked into. Pure. */
final class EntryPath {
  private EntryPath() {}

  /** The name as UTF-8, which every packer of this century writes. */
  static String text(ByteBuffer bytes) throws BadArtifactException {
    try {
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw invalid("a name is not UTF-8");
    }
  }

  /** The name as components with a slash between them; empty for the folder itself. */
  static String checked(String name, UnpackLimits limits) throws BadArtifactException {
    if (name.isEmpty() || name.startsWith("/")) {
      throw invalid("a name is empty or absolute", name);
    }
    if (name.length() > 1 && name.charAt(1) == ':') {
      throw invalid("a name has a drive letter", name);
    }
    checkCharacters(name, limits);
    List<String> kept = new ArrayList<>();
    String[] components = name.split("/", -1);
    for (int i = 0; i < components.length; i++) {
      String component = components[i];
      boolean trailing = component.isEmpty() && i == components.length - 1;
      if (component.equals(".") || trailing) {
        continue;
      }
      if (component.isEmpty() || component.equals("..")) {
        throw invalid("a name has an empty or .. component", name);
      }
      if (component.getBytes(UTF_8).length > limits.nameBytes()) {
        throw invalid("a name has a component of more than " + limits.nameBytes() + " bytes", name);
      }
      kept.add(component);
    }
    return String.join("/", kept);
  }

  /**
   * Checks a link's target. Links are made in real folders, so {@code ..} at the start climbs
   * exactly as far as it says; further on it would climb out of wherever another link has led to.
   *
   * @param path the link's own, checked
   */
  static void checkTarget(String path, String target, Path root, UnpackLimits limits)
      throws BadArtifactException {
    checkCharacters(target, limits);
    String rest = target;
    int depth = (int) path.chars().filter(c -> c == '/').count();
    if (target.startsWith("/")) {
      String inside = root + "/";
      if (!target.startsWith(inside)) {
        throw invalid("a link leads out of its folder", path + " -> " + target);
      }
      rest = target.substring(inside.length());
      depth = 0;
    }
    if (rest.isEmpty()) {
      throw invalid("a link has no target", path);
    }
    boolean climbing = true;
    for (String component : rest.split("/", -1)) {
      if (component.equals("..")) {
        depth--;
        if (!climbing || depth < 0) {
          throw invalid("a link leads out of its folder", path + " -> " + target);
        }
      } else if (!component.isEmpty() && !component.equals(".")) {
        climbing = false;
      }
    }
  }

  private static void checkCharacters(String name, UnpackLimits limits)
      throws BadArtifactException {
    if (name.indexOf('\0') >= 0 || name.indexOf('\\') >= 0) {
      throw invalid("a name has a backslash or a zero byte", name);
    }
    if (name.getBytes(UTF_8).length > limits.pathBytes()) {
      throw invalid("a name is longer than " + limits.pathBytes() + " bytes", name);
    }
  }
}
