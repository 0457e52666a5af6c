package dev.hearth.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The chart as an installation would have it. */
final class Chart {
  private static final YAMLMapper YAML = new YAMLMapper();
  static final Path FOLDER = Path.of("hearth");
  static final String NAMESPACE = "hearth-system";

  private final List<JsonNode> objects = new ArrayList<>();

  private Chart(String yaml) {
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      documents.forEachRemaining(objects::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    objects.removeIf(object -> !object.has("kind"));
  }

  /** With these values, each {@code name=value}, on top of auth.mode=none. */
  static Chart with(String... values) {
    return new Chart(rendered(Stream.concat(Stream.of("auth.mode=none"), Stream.of(values))));
  }

  /** With a file of values. */
  static Chart withFile(Path values) {
    return new Chart(template().set("auth.mode", "none").withValuesFile(values).call());
  }

  /** What Helm answers to values, or throws. */
  static String rendered(Stream<String> values) {
    TemplateCommand command = template();
    values
        .map(value -> value.split("=", 2))
        .forEach(
            pair ->
                command.set(pair[0], pair[1].matches("\\d+") ? Integer.valueOf(pair[1]) : pair[1]));
    return command.call();
  }

  private static TemplateCommand template() {
    return new Helm(ofOrdinaryObjects())
        .template()
        .withName("hearth")
        .withNamespace(NAMESPACE)
        .withKubeVersion("1.36.0");
  }

  /** A copy where hooks and notes are objects like others, since templating leaves them out. */
  private static Path ofOrdinaryObjects() {
    Path copy = Path.of("target/ordinary/hearth");
    try (Stream<Path> paths = Files.walk(FOLDER)) {
      for (Path path : paths.toList()) {
        Path to = copy.resolve(FOLDER.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(to);
        } else {
          Files.writeString(to, ordinary(Files.readString(path)));
        }
      }
      Files.writeString(
          copy.resolve("templates/notes.yaml"),
          """
          {{- define "notes" }}%s{{ end -}}
          kind: Notes
          metadata: {name: notes}
          text: {{ include "notes" . | quote }}
          """
              .formatted(Files.readString(FOLDER.resolve("templates/NOTES.txt"))));
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Instead of looking into a cluster, values say which definitions are there. */
  private static String ordinary(String template) {
    return template
        .replace("helm.sh/hook", "hook")
        .replaceAll(
            "with lookup \"apiext.*? }}",
            "with dig \"global\" \"definitions\" (dict) (\\$.Values | merge (dict)) }}");
  }

  /** All objects of a kind. */
  List<JsonNode> all(String kind) {
    return objects.stream().filter(object -> object.get("kind").asText().equals(kind)).toList();
  }

  /** The only object of this kind and name. */
  JsonNode the(String kind, String name) {
    List<JsonNode> found = all(kind).stream().filter(object -> name(object).equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " objects are " + kind + " " + name);
    }
    return found.getFirst();
  }

  List<JsonNode> objects() {
    return objects;
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /** Whatever pods the chart makes, directly or by something that does. */
  List<JsonNode> podSpecs() {
    return objects.stream()
        .map(
            object ->
                object.get("kind").asText().equals("Pod") ? object : object.at("/spec/template"))
        .map(pod -> pod.path("spec"))
        .filter(spec -> spec.has("containers"))
        .toList();
  }

  static JsonNode read(Path yaml) {
    try {
      return YAML.readTree(Files.readString(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
