package dev.hearth.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.cli.code.BuildStep;
import dev.hearth.cli.code.CodeLimits;
import dev.hearth.cli.code.CodePackager;
import dev.hearth.cli.process.Isolation;
import dev.hearth.cli.process.Leash;
import dev.hearth.cli.runtime.Resolution;
import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.Catalogue.Entry;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue follows the files; what is broken leaves what was good. */
class ReloaderTest {
  @TempDir Path root;

  private final Catalogue catalogue = new Catalogue();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private Path folder;
  private Reloader reloader;

  @BeforeEach
  void write_a_function() throws IOException {
    folder = Files.createDirectory(root.resolve("functions"));
    Files.createDirectory(folder.resolve("src"));
    Files.writeString(folder.resolve("src/app.py"), "one");
    manifest("hello", "");
    var console = new Console(new PrintStream(told, true, StandardCharsets.UTF_8), false);
    var announcer = new Announcer(console, new Usage("hearth", 8080, 8080, folder));
    announcer.nowServing();
    var leash = new Leash(new Isolation.None("a test"));
    var loader =
        new FunctionLoader(
            ReloaderTest::resolve,
            new BuildStep(
                leash, root.resolve("builds"), System.getenv(), Duration.ofMinutes(1), _ -> {}),
            new CodePackager(
                new ArtifactStore(root.resolve("artifacts"), Runnable::run), CodeLimits.OF_AWS),
            new Services(leash, Map.of(), Duration.ofSeconds(1), (_, _) -> {}),
            "http://127.0.0.1:4566",
            _ -> {});
    reloader = new Reloader(new Workspace(List.of(folder)), loader, catalogue, announcer);
  }

  @Test
  void a_function_is_loaded_with_all_that_its_manifest_says() throws Exception {
    reloader.loadAll();
    FunctionVersion version = ready("hello");
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
    manifest("hello", "environment: {variables: {AWS_ENDPOINT_URL: 'http://mine'}},");
    reloader.loadAll();
    assertEquals("http://mine", ready("hello").environment().get("AWS_ENDPOINT_URL"));
  }

  @Test
  void form_and_levels_of_the_log_are_passed_on() throws Exception {
    manifest("hello", "loggingConfig: {logFormat: JSON, applicationLogLevel: ERROR},");
    reloader.loadAll();
    assertEquals(new FunctionVersion.Logging("JSON", "ERROR", "INFO"), ready("hello").logging());
  }

  @Test
  void nothing_changes_while_nothing_changes() throws Exception {
    reloader.loadAll();
    FunctionVersion before = ready("hello");
    looks(3);
    assertEquals(before, ready("hello"));
    assertEquals(1, told().lines().filter(line -> line.startsWith("hearth:")).count(), told());
  }

  @Test
  void changed_code_is_another_revision_after_the_second_look() throws Exception {
    reloader.loadAll();
    FunctionVersion before = ready("hello");
    Files.writeString(folder.resolve("src/app.py"), "other");
    looks(1);
    assertEquals(before, ready("hello"));
    looks(1);
    assertNotEquals(before.revision(), ready("hello").revision());
    assertTrue(told().contains("hearth: hello reloaded"), told());
  }

  @Test
  void files_that_keep_changing_are_left_alone() throws Exception {
    reloader.loadAll();
    FunctionVersion before = ready("hello");
    for (int i = 0; i < 5; i++) {
      Files.writeString(folder.resolve("src/app.py"), "x".repeat(i + 10));
      looks(1);
      assertEquals(before, ready("hello"));
    }
  }

  @Test
  void changed_configuration_is_another_revision_too() throws Exception {
    reloader.loadAll();
    FunctionVersion before = ready("hello");
    manifest("hello", "timeout: 10, memorySize: 256,");
    looks(2);
    assertEquals(10_000, ready("hello").timeoutMs());
    assertEquals(256, ready("hello").memorySizeMb());
    assertNotEquals(before.revision(), ready("hello").revision());
    manifest("hello", "");
    looks(2);
    assertEquals(before, ready("hello"));
  }

  @Test
  void a_new_manifest_is_served_and_a_removed_one_is_gone() throws Exception {
    reloader.loadAll();
    manifest("second", "");
    looks(2);
    assertEquals("second", ready("second").name());
    assertTrue(told().contains("hearth invoke second"), told());
    Files.delete(folder.resolve("hello.yaml"));
    looks(1);
    assertEquals(java.util.Set.of(id("second")), catalogue.all().keySet());
    assertTrue(told().contains("hearth: hello is gone"), told());
  }

  @Test
  void reserved_concurrency_counts_from_the_next_look_and_reloads_nothing() throws Exception {
    reloader.loadAll();
    FunctionVersion before = ready("hello");
    manifest("hello", "reservedConcurrentExecutions: 0,");
    looks(1);
    assertEquals(0, catalogue.limits().reserved().get(before.id()).executions());
    manifest("hello", "reservedConcurrentExecutions: -1,");
    looks(2);
    assertEquals(0, catalogue.limits().reserved().get(before.id()).executions());
    manifest("hello", "");
    looks(2);
    assertEquals(Limits.NONE, catalogue.limits());
    assertEquals(before, ready("hello"));
  }

  @Test
  void the_accounts_limit_follows_its_manifest() throws Exception {
    Path account = folder.resolve("account.yaml");
    Files.writeString(
        account,
        """
        apiVersion: hearth.dev/v1alpha1
        kind: Account
        metadata: {name: default}
        spec: {concurrentExecutions: 5}
        """);
    reloader.loadAll();
    assertEquals(5, catalogue.limits().account("default"));
    Files.delete(account);
    looks(1);
    assertEquals(1_000, catalogue.limits().account("default"));
  }

  @Test
  void a_version_holds_the_code_that_was_there_and_not_the_code_that_comes() throws Exception {
    reloader.loadAll();
    FunctionVersion before = ready("hello");
    Files.writeString(folder.resolve("src/app.py"), "changed");
    Files.writeString(
        folder.resolve("version.yaml"),
        """
        apiVersion: hearth.dev/v1alpha1
        kind: FunctionVersion
        metadata: {name: hello-1}
        spec: {functionName: hello}
        """);
    looks(3);
    FunctionVersion one = catalogue.publications(before.id()).versions().get("1");
    assertEquals(ready("hello").artifacts(), one.artifacts());
    assertNotEquals(before.artifacts(), one.artifacts());
    Files.writeString(folder.resolve("src/app.py"), "changed again");
    looks(3);
    assertEquals(one, catalogue.publications(before.id()).versions().get("1"));
    assertNotEquals(ready("hello").artifacts(), one.artifacts());
  }

  @Test
  void a_bad_alias_is_told_and_harms_no_function() throws Exception {
    Files.writeString(
        folder.resolve("alias.yaml"),
        """
        apiVersion: hearth.dev/v1alpha1
        kind: Alias
        metadata: {name: hello}
        spec: {functionName: hello, name: '1', functionVersion: '1'}
        """);
    reloader.loadAll();
    assertEquals("hello", ready("hello").name());
    assertTrue(told().contains("Alias \"hello\" is invalid:"), told());
    assertTrue(told().contains("spec.name: Invalid value: a number is the name"), told());
  }

  @Test
  void a_broken_manifest_keeps_the_version_before_and_says_why_once() throws Exception {
    reloader.loadAll();
    FunctionVersion before = ready("hello");
    manifest("hello", "timeout: 901,");
    looks(4);
    assertEquals(before, ready("hello"));
    assertEquals(1, times("should be less than or equal to 900"), told());
    assertTrue(told().contains("The version before goes on serving."), told());
    manifest("hello", "");
    looks(2);
    assertTrue(told().contains("hearth: hello is good again"), told());
  }

  @Test
  void yaml_that_cannot_be_read_removes_nothing() throws Exception {
    reloader.loadAll();
    FunctionVersion before = ready("hello");
    Files.writeString(folder.resolve("hello.yaml"), "apiVersion: hearth.dev/v1alpha1\nspec: [}");
    manifest("other", "");
    looks(2);
    assertEquals(before, ready("hello"));
    assertEquals(1, times("hello.yaml:"), told());
    Files.delete(folder.resolve("other.yaml"));
    looks(1);
    assertEquals(java.util.Set.of(id("hello")), catalogue.all().keySet());
  }

  @Test
  void code_that_went_away_keeps_the_version_before() throws Exception {
    reloader.loadAll();
    FunctionVersion before = ready("hello");
    Files.delete(folder.resolve("src/app.py"));
    Files.delete(folder.resolve("src"));
    looks(2);
    assertEquals(before, ready("hello"));
    assertTrue(told().contains("hello not reloaded"), told());
  }

  @Test
  void what_was_never_good_is_in_the_catalogue_with_its_reason() throws Exception {
    manifest("slow", "timeout: 901,");
    Files.writeString(
        folder.resolve("ruby.yaml"),
        WorkspaceTest.manifest("ruby").replace("python3.11", "ruby3.3"));
    Files.writeString(
        folder.resolve("zip.yaml"),
        WorkspaceTest.manifest("zip").replace("folder: ./src", "zip: ./src/app.py"));
    Files.writeString(
        folder.resolve("bucket.yaml"),
        WorkspaceTest.manifest("bucket").replace("folder: ./src", "s3: {bucket: abc, key: k}"));
    reloader.loadAll();
    assertEquals("InvalidConfiguration", failed("slow").reasonCode());
    assertEquals(new Entry.Failed("InvalidRuntime", "no ruby here"), failed("ruby"));
    assertEquals("InvalidZipFileException", failed("zip").reasonCode());
    assertTrue(failed("bucket").message().contains("spec.code.s3 is not available in local mode"));
    assertEquals("hello", ready("hello").name());
  }

  @Test
  void a_function_that_fails_is_tried_again_when_its_files_change() throws Exception {
    Files.writeString(
        folder.resolve("late.yaml"), WorkspaceTest.manifest("late").replace("./src", "./later"));
    reloader.loadAll();
    assertEquals("InvalidConfiguration", failed("late").reasonCode());
    Files.createDirectory(folder.resolve("later"));
    looks(2);
    assertEquals("late", ready("late").name());
  }

  @Test
  void values_that_stand_in_a_cluster_are_refused_here() throws Exception {
    manifest("secret", "environment: {variablesFrom: {PIN: {secretKeyRef: {name: s, key: k}}}}, ");
    reloader.loadAll();
    assertTrue(failed("secret").message().contains("only clusters have"), told());
  }

  private void looks(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      reloader.look();
      reloader.awaitLoads();
    }
  }

  private static FunctionId id(String name) {
    return new FunctionId(Accounts.LOCAL_NAMESPACE, name);
  }

  private FunctionVersion ready(String name) {
    Entry entry = catalogue.find(id(name)).orElseThrow();
    return assertInstanceOf(Entry.Ready.class, entry, entry::toString).version();
  }

  private Entry.Failed failed(String name) {
    return assertInstanceOf(Entry.Failed.class, catalogue.find(id(name)).orElseThrow());
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }

  private int times(String words) {
    return told().split(java.util.regex.Pattern.quote(words), -1).length - 1;
  }

  private Path manifest(String name, String more) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        WorkspaceTest.manifest(name).replace("spec: {", "spec: {" + more));
  }

  private static Resolution resolve(String runtime) {
    return runtime.startsWith("python")
        ? new Resolution.Found(List.of("python", "-m", "client"), Map.of("A", "b"))
        : new Resolution.Missing("no ruby here");
  }
}
