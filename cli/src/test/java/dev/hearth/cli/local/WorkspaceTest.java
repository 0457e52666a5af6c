package dev.hearth.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests are found where the user says, and nowhere else. */
class WorkspaceTest {
  @TempDir Path root;

  @Test
  void every_function_in_a_folder_is_found() throws IOException {
    write("a.yaml", manifest("a"));
    write("b.yml", manifest("b") + "---\n" + manifest("c"));
    write("other.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n");
    write("notes.txt", manifest("d"));
    write(".hidden.yaml", manifest("e"));
    assertEquals(List.of("a", "b", "c"), names(root));
  }

  @Test
  void where_a_folder_has_none_the_folders_in_it_are_looked_at() throws IOException {
    write("one/f.yaml", manifest("a"));
    write("two/f.yaml", manifest("b"));
    write("two/deep/f.yaml", manifest("c"));
    write("compose.yaml", "services: {}\n");
    assertEquals(List.of("a", "b"), names(root));
    write("f.yaml", manifest("d"));
    assertEquals(List.of("d"), names(root));
  }

  @Test
  void a_single_manifest_may_be_named() throws IOException {
    write("a.yaml", manifest("a"));
    write("b.yaml", manifest("b"));
    assertEquals(List.of("b"), names(root.resolve("b.yaml")));
  }

  @Test
  void the_same_folder_twice_declares_its_functions_once() throws IOException {
    write("a.yaml", manifest("a"));
    assertEquals(List.of("a"), names(root, root));
  }

  @Test
  void a_name_that_comes_twice_is_good_once() throws IOException {
    write("one.yaml", manifest("a"));
    write("two.yaml", manifest("a"));
    List<Declared> declared = new Workspace(List.of(root)).look();
    assertInstanceOf(Declared.Good.class, declared.get(0));
    var bad = assertInstanceOf(Declared.Bad.class, declared.get(1));
    assertEquals(
        List.of("the function a stands in " + root.resolve("one.yaml") + " already"),
        bad.reasons());
  }

  @Test
  void a_refused_manifest_is_declared_with_its_reasons() throws IOException {
    write("a.yaml", manifest("a").replace("app.handler", "no handler"));
    var bad = assertInstanceOf(Declared.Bad.class, new Workspace(List.of(root)).look().getFirst());
    assertEquals("a", bad.name());
    assertTrue(bad.reasons().getFirst().startsWith("spec.handler: Invalid value"));
  }

  @Test
  void a_manifest_that_is_no_yaml_is_declared_without_a_name() throws IOException {
    write("a.yaml", manifest("a") + "x: [}");
    assertEquals(List.of(""), names(root));
  }

  @Test
  void other_files_are_not_ours_to_judge() throws IOException {
    write("template.yaml", "{{- if .Values.x }}\na: [}\n");
    Files.write(root.resolve("bytes.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertEquals(List.of(), names(root));
  }

  @Test
  void a_change_is_seen_at_the_next_look() throws IOException {
    write("a.yaml", manifest("a"));
    var workspace = new Workspace(List.of(root));
    assertEquals("a", workspace.look().getFirst().key());
    write("a.yaml", manifest("another"));
    assertEquals("another", workspace.look().getFirst().key());
    Files.delete(root.resolve("a.yaml"));
    assertEquals(List.of(), workspace.look());
  }

  @Test
  void no_more_files_than_the_limit_are_looked_at() throws IOException {
    for (int i = 0; i <= Workspace.MAX_FILES; i++) {
      write("f%04d.yaml".formatted(i), i == 0 ? manifest("a") : "x: 1\n");
    }
    write("g.yaml", manifest("too-late"));
    List<Declared> declared = new Workspace(List.of(root)).look();
    assertEquals("a", declared.getFirst().key());
    var bad = assertInstanceOf(Declared.Bad.class, declared.getLast());
    assertEquals(List.of("more than 1000 files; the rest is not looked at"), bad.reasons());
    assertEquals(2, declared.size());
  }

  static String manifest(String name) {
    return """
    apiVersion: hearth.dev/v1alpha1
    kind: Function
    metadata: {name: %s}
    spec: {runtime: python3.11, handler: app.handler, code: {folder: ./src}}
    """
        .formatted(name);
  }

  private List<String> names(Path... roots) {
    return new Workspace(List.of(roots))
        .look().stream().map(d -> ((Declared.OfFunction) d).name()).toList();
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
