package dev.hearth.cli.manifest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.crds.Function;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Judges manifests of one kind by the very CRD that is installed on clusters, as if each were made
 * anew.
 *
 * @param <S> the record of their {@code spec}
 */
public final class ManifestRules<S> {
  private static final String API_VERSION = Function.GROUP + "/v1alpha1";

  private final Kind<S> kind;
  private final Schema schema;
  private final CelRules cel = new CelRules();
  private final JsonMapper mapper = JsonMapper.builder().build();

  public ManifestRules(Kind<S> kind) {
    this.kind = kind;
    this.schema = readSchema(kind.crd());
  }

  /** Judges a document of this kind. */
  public Verdict<S> judge(Object document) {
    var manifest = new LinkedHashMap<>(Schema.map(document));
    String name = name(manifest.get("metadata"));
    String version = (String) manifest.get("apiVersion");
    if (!version.equals(API_VERSION)) {
      return new Verdict.Refused<>(
          name,
          List.of("no matches for kind \"%s\" in version \"%s\"".formatted(kind.name(), version)));
    }
    String undecodable = MetadataRules.undecodable(manifest.get("metadata"));
    if (undecodable != null) {
      return new Verdict.Refused<>(name, List.of(undecodable));
    }
    List<String> unknown = UnknownFields.of(schema, manifest);
    if (!unknown.isEmpty()) {
      return new Verdict.Refused<>(name, List.of(strict(unknown)));
    }
    manifest.remove("status");
    Map<String, Object> filled = Defaults.fill(schema, manifest);
    filled.putIfAbsent("metadata", Map.of());
    List<Problem> problems = problems(filled);
    return problems.isEmpty()
        ? new Verdict.Accepted<>(manifest(name, filled))
        : new Verdict.Refused<>(name, problems.stream().map(Problem::toString).toList());
  }

  private List<Problem> problems(Map<String, Object> manifest) {
    var problems = new ArrayList<>(MetadataRules.check(Schema.map(manifest.get("metadata"))));
    problems.addAll(SchemaRules.check(schema, "", manifest));
    if (problems.stream().noneMatch(Problem::blocking)) {
      problems.addAll(cel.check(schema, "", manifest));
    }
    return problems;
  }

  private Manifest<S> manifest(String name, Map<String, Object> tree) {
    var annotations = new LinkedHashMap<String, String>();
    Schema.map(Schema.map(tree.get("metadata")).get("annotations"))
        .forEach((key, value) -> annotations.put(key, (String) value));
    return new Manifest<>(name, annotations, mapper.convertValue(tree.get("spec"), kind.spec()));
  }

  private static String strict(List<String> unknown) {
    return unknown.stream()
        .map(field -> "unknown field \"" + field + "\"")
        .collect(Collectors.joining(", ", "strict decoding error: ", ""));
  }

  private static String name(Object metadata) {
    return metadata instanceof Map<?, ?> map && map.get("name") instanceof String name ? name : "";
  }

  private static Schema readSchema(String crdFile) {
    try (InputStream in = Function.class.getResourceAsStream(crdFile)) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, Object> crd = Schema.map(YamlTree.documents(text).getFirst());
      var versions = (List<?>) Schema.map(crd.get("spec")).get("versions");
      Map<String, Object> version = Schema.map(versions.getFirst());
      var schema = Schema.map(Schema.map(version.get("schema")).get("openAPIV3Schema"));
      return withObjectFields(schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ManifestSyntaxException e) {
      throw new IllegalStateException("the CRD itself cannot be read", e);
    }
  }

  /** The API server knows these for every object, so the CRD does not list them. */
  private static Schema withObjectFields(Map<String, Object> schema) {
    var properties = new LinkedHashMap<>(Schema.map(schema.get("properties")));
    properties.put("apiVersion", Map.of("type", "string"));
    properties.put("kind", Map.of("type", "string"));
    properties.put("metadata", MetadataRules.SCHEMA);
    var whole = new LinkedHashMap<>(schema);
    whole.put("properties", properties);
    return new Schema(whole);
  }
}
