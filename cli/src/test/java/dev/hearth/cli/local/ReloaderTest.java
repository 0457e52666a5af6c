package dev.hearth.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue follows the files. */
class ReloaderTest {
  @TempDir Path root;
  private ReloadedFolder local;

  @BeforeEach
  void write_a_function() throws IOException {
    local = new ReloadedFolder(root);
  }

  @Test
  void a_function_is_loaded_with_all_that_its_manifest_says() throws Exception {
    local.reloader.loadAll();
    FunctionVersion version = local.ready("hello");
    assertEquals("$LATEST", version.version());
    assertEquals("python3.11", version.runtime());
    assertEquals(List.of("python", "-m", "client"), version.command());
    assertEquals("app.handler", version.handler());
    assertEquals(128, version.memorySizeMb());
    assertEquals(3_000, version.timeoutMs());
    assertEquals(512, version.ephemeralStorageMb());
    assertEquals(FunctionVersion.Logging.TEXT, version.logging());
    assertEquals(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"), version.environment());
    assertEquals(1, version.artifacts().size());
  }

  @Test
  void a_users_own_endpoint_wins() throws Exception {
    local.manifest("hello", "environment: {variables: {AWS_ENDPOINT_URL: 'http://mine'}},");
    local.reloader.loadAll();
    assertEquals("http://mine", local.ready("hello").environment().get("AWS_ENDPOINT_URL"));
  }

  @Test
  void form_and_levels_of_the_log_are_passed_on() throws Exception {
    local.manifest("hello", "loggingConfig: {logFormat: JSON, applicationLogLevel: ERROR},");
    local.reloader.loadAll();
    assertEquals(
        new FunctionVersion.Logging("JSON", "ERROR", "INFO"), local.ready("hello").logging());
  }

  @Test
  void nothing_changes_while_nothing_changes() throws Exception {
    local.reloader.loadAll();
    FunctionVersion before = local.ready("hello");
    local.looks(3);
    assertEquals(before, local.ready("hello"));
    assertEquals(
        1, local.told().lines().filter(line -> line.startsWith("hearth:")).count(), local.told());
  }

  @Test
  void changed_code_is_another_revision_after_the_second_look() throws Exception {
    local.reloader.loadAll();
    FunctionVersion before = local.ready("hello");
    Files.writeString(local.folder.resolve("src/app.py"), "other");
    local.looks(1);
    assertEquals(before, local.ready("hello"));
    local.looks(1);
    assertNotEquals(before.revision(), local.ready("hello").revision());
    assertTrue(local.told().contains("hearth: hello reloaded"), local.told());
  }

  @Test
  void files_that_keep_changing_are_left_alone() throws Exception {
    local.reloader.loadAll();
    FunctionVersion before = local.ready("hello");
    for (int i = 0; i < 5; i++) {
      Files.writeString(local.folder.resolve("src/app.py"), "x".repeat(i + 10));
      local.looks(1);
      assertEquals(before, local.ready("hello"));
    }
  }

  @Test
  void changed_configuration_is_another_revision_too() throws Exception {
    local.reloader.loadAll();
    FunctionVersion before = local.ready("hello");
    local.manifest("hello", "timeout: 10, memorySize: 256,");
    local.looks(2);
    assertEquals(10_000, local.ready("hello").timeoutMs());
    assertEquals(256, local.ready("hello").memorySizeMb());
    assertNotEquals(before.revision(), local.ready("hello").revision());
    local.manifest("hello", "");
    local.looks(2);
    assertEquals(before, local.ready("hello"));
  }

  @Test
  void a_new_manifest_is_served_and_a_removed_one_is_gone() throws Exception {
    local.reloader.loadAll();
    local.manifest("second", "");
    local.looks(2);
    assertEquals("second", local.ready("second").name());
    assertTrue(local.told().contains("hearth invoke second"), local.told());
    Files.delete(local.folder.resolve("hello.yaml"));
    local.looks(1);
    assertEquals(java.util.Set.of(ReloadedFolder.id("second")), local.catalogue.all().keySet());
    assertTrue(local.told().contains("hearth: hello is gone"), local.told());
  }

  @Test
  void reserved_concurrency_counts_from_the_next_look_and_reloads_nothing() throws Exception {
    local.reloader.loadAll();
    FunctionVersion before = local.ready("hello");
    local.manifest("hello", "reservedConcurrentExecutions: 0,");
    local.looks(1);
    assertEquals(0, local.catalogue.limits().reserved().get(before.id()).executions());
    local.manifest("hello", "reservedConcurrentExecutions: -1,");
    local.looks(2);
    assertEquals(0, local.catalogue.limits().reserved().get(before.id()).executions());
    local.manifest("hello", "");
    local.looks(2);
    assertEquals(Limits.NONE, local.catalogue.limits());
    assertEquals(before, local.ready("hello"));
  }

  @Test
  void the_accounts_limit_follows_its_manifest() throws Exception {
    Path account = local.folder.resolve("account.yaml");
    Files.writeString(
        account,
        """
        apiVersion: hearth.dev/v1alpha1
        kind: Account
        metadata: {name: default}
        spec: {concurrentExecutions: 5}
        """);
    local.reloader.loadAll();
    assertEquals(5, local.catalogue.limits().account("default"));
    Files.delete(account);
    local.looks(1);
    assertEquals(1_000, local.catalogue.limits().account("default"));
  }

  @Test
  void a_version_holds_the_code_that_was_there_and_not_the_code_that_comes() throws Exception {
    local.reloader.loadAll();
    FunctionVersion before = local.ready("hello");
    Files.writeString(local.folder.resolve("src/app.py"), "changed");
    Files.writeString(
        local.folder.resolve("version.yaml"),
        """
        apiVersion: hearth.dev/v1alpha1
        kind: FunctionVersion
        metadata: {name: hello-1}
        spec: {functionName: hello}
        """);
    local.looks(3);
    FunctionVersion one = local.catalogue.publications(before.id()).versions().get("1");
    assertEquals(local.ready("hello").artifacts(), one.artifacts());
    assertNotEquals(before.artifacts(), one.artifacts());
    Files.writeString(local.folder.resolve("src/app.py"), "changed again");
    local.looks(3);
    assertEquals(one, local.catalogue.publications(before.id()).versions().get("1"));
    assertNotEquals(local.ready("hello").artifacts(), one.artifacts());
  }
}
