package dev.hearth.cli.manifest;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * YAML documents as trees of maps, lists, texts, numbers, booleans and nulls. A key that comes
 * twice is refused, with its line.
 */
public final class YamlTree {
  /** Bytes of one manifest file; the API server takes 3 MiB at most. */
  static final int MAX_CHARACTERS = 3 * 1024 * 1024;

  /** Nodes of one document with its aliases followed, so that a small file cannot fill memory. */
  static final int MAX_NODES = 100_000;

  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int nodes;

  private YamlTree() {}

  /** Every document of a file, in order; empty ones are left out. */
  public static List<Object> documents(String text) throws ManifestSyntaxException {
    if (text.length() > MAX_CHARACTERS) {
      throw new ManifestSyntaxException("the file has more than " + MAX_CHARACTERS + " characters");
    }
    var settings = LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).build();
    var documents = new ArrayList<>();
    try {
      for (Node node : new Compose(settings).composeAllFromReader(new StringReader(text))) {
        Object document = new YamlTree().value(node);
        if (document != null) {
          documents.add(document);
        }
      }
    } catch (MarkedYamlEngineException e) {
      throw new ManifestSyntaxException(
          "yaml: " + line(e.getProblemMark()) + "could not be read: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new ManifestSyntaxException("yaml: could not be read: " + e.getMessage());
    }
    return documents;
  }

  private Object value(Node node) throws ManifestSyntaxException {
    if (++nodes > MAX_NODES) {
      throw new ManifestSyntaxException("the document has more than " + MAX_NODES + " values");
    }
    if (!open.add(node)) {
      throw new ManifestSyntaxException(
          "yaml: " + line(node.getStartMark()) + "an alias holds itself");
    }
    try {
      return switch (node) {
        case MappingNode mapping -> map(mapping);
        case SequenceNode sequence -> list(sequence);
        case ScalarNode scalar -> scalar(scalar);
        case Node other -> throw new ManifestSyntaxException("yaml: " + other.getNodeType());
      };
    } finally {
      open.remove(node);
    }
  }

  private Map<String, Object> map(MappingNode node) throws ManifestSyntaxException {
    var map = new LinkedHashMap<String, Object>();
    for (NodeTuple tuple : node.getValue()) {
      Object written = value(tuple.getKeyNode());
      String key = String.valueOf(written);
      if (map.containsKey(key)) {
        throw new ManifestSyntaxException(
            "strict decoding error: yaml: unmarshal errors:\n  "
                + line(tuple.getKeyNode().getStartMark())
                + "key "
                + GoText.of(written)
                + " already set in map");
      }
      map.put(key, value(tuple.getValueNode()));
    }
    return map;
  }

  private List<Object> list(SequenceNode node) throws ManifestSyntaxException {
    var list = new ArrayList<>();
    for (Node item : node.getValue()) {
      list.add(value(item));
    }
    return list;
  }

  private static Object scalar(ScalarNode node) throws ManifestSyntaxException {
    if (node.getScalarStyle() != ScalarStyle.PLAIN || node.getTag().equals(Tag.BINARY)) {
      return node.getValue();
    }
    Object value = YamlScalar.of(node.getValue());
    if (value instanceof Double number && number.isInfinite()) {
      throw new ManifestSyntaxException("json: unsupported value: " + node.getValue());
    }
    return value;
  }

  private static String line(Optional<Mark> mark) {
    return mark.map(m -> "line " + (m.getLine() + 1) + ": ").orElse("");
  }
}
