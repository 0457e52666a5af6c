package dev.hearth.shim.process;

import java.nio.file.Path;
import java.util.List;

/** What only the sandbox knows and commands name: its folders, and the handler. */
public record Placeholders(Path taskRoot, Path layerRoot, String handler) {
  public String fill(String text) {
    return text.indexOf('$') < 0
        ? text
        : text.replace("${taskRoot}", taskRoot.toString())
            .replace("${layerRoot}", layerRoot.toString())
            .replace("${handler}", handler);
  }

  public List<String> fill(List<String> texts) {
    return texts.stream().map(this::fill).toList();
  }
}
