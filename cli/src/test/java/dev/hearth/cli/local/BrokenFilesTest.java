package dev.hearth.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.function.Catalogue.Entry;
import dev.hearth.gateway.function.FunctionVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is broken leaves what was good. */
class BrokenFilesTest {
  @TempDir Path root;
  private ReloadedFolder local;

  @BeforeEach
  void write_a_function() throws IOException {
    local = new ReloadedFolder(root);
  }

  @Test
  void a_bad_alias_is_told_and_harms_no_function() throws Exception {
    Files.writeString(
        local.folder.resolve("alias.yaml"),
        """
        apiVersion: hearth.dev/v1alpha1
        kind: Alias
        metadata: {name: hello}
        spec: {functionName: hello, name: '1', functionVersion: '1'}
        """);
    local.reloader.loadAll();
    assertEquals("hello", local.ready("hello").name());
    assertTrue(local.told().contains("Alias \"hello\" is invalid:"), local.told());
    assertTrue(
        local.told().contains("spec.name: Invalid value: a number is the name"), local.told());
  }

  @Test
  void a_broken_manifest_keeps_the_version_before_and_says_why_once() throws Exception {
    local.reloader.loadAll();
    FunctionVersion before = local.ready("hello");
    local.manifest("hello", "timeout: 901,");
    local.looks(4);
    assertEquals(before, local.ready("hello"));
    assertEquals(1, local.times("should be less than or equal to 900"), local.told());
    assertTrue(local.told().contains("The version before goes on serving."), local.told());
    local.manifest("hello", "");
    local.looks(2);
    assertTrue(local.told().contains("hearth: hello is good again"), local.told());
  }

  @Test
  void yaml_that_cannot_be_read_removes_nothing() throws Exception {
    local.reloader.loadAll();
    FunctionVersion before = local.ready("hello");
    Files.writeString(
        local.folder.resolve("hello.yaml"), "apiVersion: hearth.dev/v1alpha1\nspec: [}");
    local.manifest("other", "");
    local.looks(2);
    assertEquals(before, local.ready("hello"));
    assertEquals(1, local.times("hello.yaml:"), local.told());
    Files.delete(local.folder.resolve("other.yaml"));
    local.looks(1);
    assertEquals(java.util.Set.of(ReloadedFolder.id("hello")), local.catalogue.all().keySet());
  }

  @Test
  void code_that_went_away_keeps_the_version_before() throws Exception {
    local.reloader.loadAll();
    FunctionVersion before = local.ready("hello");
    Files.delete(local.folder.resolve("src/app.py"));
    Files.delete(local.folder.resolve("src"));
    local.looks(2);
    assertEquals(before, local.ready("hello"));
    assertTrue(local.told().contains("hello not reloaded"), local.told());
  }

  @Test
  void what_was_never_good_is_in_the_catalogue_with_its_reason() throws Exception {
    local.manifest("slow", "timeout: 901,");
    Files.writeString(
        local.folder.resolve("ruby.yaml"),
        WorkspaceTest.manifest("ruby").replace("python3.11", "ruby3.3"));
    Files.writeString(
        local.folder.resolve("zip.yaml"),
        WorkspaceTest.manifest("zip").replace("folder: ./src", "zip: ./src/app.py"));
    Files.writeString(
        local.folder.resolve("bucket.yaml"),
        WorkspaceTest.manifest("bucket").replace("folder: ./src", "s3: {bucket: abc, key: k}"));
    local.reloader.loadAll();
    assertEquals("InvalidConfiguration", local.failed("slow").reasonCode());
    assertEquals(new Entry.Failed("InvalidRuntime", "no ruby here"), local.failed("ruby"));
    assertEquals("InvalidZipFileException", local.failed("zip").reasonCode());
    assertTrue(
        local.failed("bucket").message().contains("spec.code.s3 is not available in local mode"));
    assertEquals("hello", local.ready("hello").name());
  }

  @Test
  void a_function_that_fails_is_tried_again_when_its_files_change() throws Exception {
    Files.writeString(
        local.folder.resolve("late.yaml"),
        WorkspaceTest.manifest("late").replace("./src", "./later"));
    local.reloader.loadAll();
    assertEquals("InvalidConfiguration", local.failed("late").reasonCode());
    Files.createDirectory(local.folder.resolve("later"));
    local.looks(2);
    assertEquals("late", local.ready("late").name());
  }

  @Test
  void values_that_stand_in_a_cluster_are_refused_here() throws Exception {
    local.manifest(
        "secret", "environment: {variablesFrom: {PIN: {secretKeyRef: {name: s, key: k}}}}, ");
    local.reloader.loadAll();
    assertTrue(local.failed("secret").message().contains("only clusters have"), local.told());
  }
}
