package dev.hearth.cli.local;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A folder with one function that a catalogue follows, and what is said of it. */
final class ReloadedFolder {
  final Path folder;
  final Catalogue catalogue = new Catalogue();
  final Reloader reloader;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  ReloadedFolder(Path root) throws IOException {
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
            ReloadedFolder::resolve,
            new BuildStep(
                leash, root.resolve("builds"), System.getenv(), Duration.ofMinutes(1), _ -> {}),
            new CodePackager(
                new ArtifactStore(root.resolve("artifacts"), Runnable::run), CodeLimits.OF_AWS),
            new Services(leash, Map.of(), Duration.ofSeconds(1), (_, _) -> {}),
            "http://127.0.0.1:4566",
            _ -> {});
    reloader = new Reloader(new Workspace(List.of(folder)), loader, catalogue, announcer);
  }

  void looks(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      reloader.look();
      reloader.awaitLoads();
    }
  }

  static FunctionId id(String name) {
    return new FunctionId(Accounts.LOCAL_NAMESPACE, name);
  }

  FunctionVersion ready(String name) {
    Entry entry = catalogue.find(id(name)).orElseThrow();
    return assertInstanceOf(Entry.Ready.class, entry, entry::toString).version();
  }

  Entry.Failed failed(String name) {
    return assertInstanceOf(Entry.Failed.class, catalogue.find(id(name)).orElseThrow());
  }

  String told() {
    return told.toString(StandardCharsets.UTF_8);
  }

  int times(String words) {
    return told().split(java.util.regex.Pattern.quote(words), -1).length - 1;
  }

  Path manifest(String name, String more) throws IOException {
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
