package dev.hearth.cli.local;

import dev.hearth.cli.code.Fingerprint;
import dev.hearth.cli.manifest.Kind;
import dev.hearth.cli.manifest.Manifest;
import dev.hearth.cli.manifest.ManifestRules;
import dev.hearth.cli.manifest.ManifestSyntaxException;
import dev.hearth.cli.manifest.Verdict;
import dev.hearth.cli.manifest.YamlTree;
import dev.hearth.crds.AccountSpec;
import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.PublishedVersionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Finds Hearth's manifests in the folders that the user named: in each folder itself, and where it
 * has none, in the folders in it. For one thread.
 */
final class Workspace {
  /** Manifest files that are looked at, all folders together. */
  static final int MAX_FILES = 1_000;

  private final ManifestRules<FunctionSpec> functions = new ManifestRules<>(Kind.FUNCTION);
  private final ManifestRules<PublishedVersionSpec> versions = new ManifestRules<>(Kind.VERSION);
  private final ManifestRules<AliasSpec> aliases = new ManifestRules<>(Kind.ALIAS);
  private final ManifestRules<AccountSpec> accounts = new ManifestRules<>(Kind.ACCOUNT);
  private final List<Path> roots;
  private Map<Path, Read> before = Map.of();

  private record Read(Fingerprint print, List<Declared> declared) {}

  /**
   * @param roots absolute paths of folders or of single manifests
   */
  Workspace(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  /** What is declared now. A name that comes twice is good for the first file only. */
  List<Declared> look() {
    var now = new LinkedHashMap<Path, Read>();
    for (Path root : roots) {
      for (Path file : manifests(root)) {
        if (now.size() < MAX_FILES) {
          now.computeIfAbsent(file, this::read);
        } else {
          String problem = "more than " + MAX_FILES + " files; the rest is not looked at";
          var tooMany = new Declared.Bad(root, "", List.of(problem));
          now.putIfAbsent(root, new Read(Fingerprint.NONE, List.of(tooMany)));
        }
      }
    }
    before = now;
    return unique(now.values().stream().flatMap(read -> read.declared().stream()).toList());
  }

  private Set<Path> manifests(Path root) {
    var found = new LinkedHashSet<Path>();
    if (Files.isRegularFile(root)) {
      found.add(root);
      return found;
    }
    found.addAll(yamls(root));
    boolean any = found.stream().anyMatch(file -> !declaredIn(file).isEmpty());
    if (!any) {
      for (Path child : children(root)) {
        if (Files.isDirectory(child)) {
          found.addAll(yamls(child));
        }
      }
    }
    return found;
  }

  private List<Declared> declaredIn(Path file) {
    Read known = before.get(file);
    Fingerprint print = Fingerprint.of(file);
    return known != null && known.print().equals(print) ? known.declared() : parse(file);
  }

  private Read read(Path file) {
    return new Read(Fingerprint.of(file), declaredIn(file));
  }

  private List<Declared> parse(Path file) {
    String text = "";
    try {
      text = Files.readString(file);
      var declared = new ArrayList<Declared>();
      for (Object document : YamlTree.documents(text)) {
        judge(file, document).ifPresent(declared::add);
      }
      return declared;
    } catch (ManifestSyntaxException e) {
      // Folders hold other YAML, too, e.g. templates, and that is not ours to judge.
      return text.contains(Function.GROUP)
          ? List.of(new Declared.Bad(file, "", List.of(e.getMessage())))
          : List.of();
    } catch (IOException e) {
      return List.of(); // not text, or gone since it was listed
    }
  }

  private Optional<Declared> judge(Path file, Object document) {
    if (Kind.FUNCTION.is(document)) {
      return Optional.of(
          switch (functions.judge(document)) {
            case Verdict.Accepted<FunctionSpec>(var manifest) -> new Declared.Good(file, manifest);
            case Verdict.Refused<FunctionSpec>(var name, var reasons) ->
                new Declared.Bad(file, name, reasons);
          });
    }
    if (Kind.VERSION.is(document)) {
      return Optional.of(
          other(file, Kind.VERSION, versions.judge(document), Declared.Version::new));
    }
    if (Kind.ALIAS.is(document)) {
      return Optional.of(other(file, Kind.ALIAS, aliases.judge(document), Declared.Alias::new));
    }
    return Kind.ACCOUNT.is(document)
        ? Optional.of(other(file, Kind.ACCOUNT, accounts.judge(document), Declared.Account::new))
        : Optional.empty();
  }

  private static <S> Declared other(
      Path file,
      Kind<S> kind,
      Verdict<S> verdict,
      BiFunction<Path, Manifest<S>, Declared> accepted) {
    return switch (verdict) {
      case Verdict.Accepted<S>(var manifest) -> accepted.apply(file, manifest);
      case Verdict.Refused<S>(var name, var reasons) -> {
        var words = new ArrayList<>(reasons);
        words.addFirst(kind.name() + " \"" + name + "\" is invalid:");
        yield new Declared.Bad(file, "", words);
      }
    };
  }

  private static List<Declared> unique(List<Declared> all) {
    var files = new HashMap<String, Path>();
    var unique = new ArrayList<Declared>();
    for (Declared declared : all) {
      boolean nameless = declared instanceof Declared.Bad(_, String name, _) && name.isEmpty();
      Path first = nameless ? null : files.putIfAbsent(declared.key(), declared.file());
      String what = declared instanceof Declared.OfFunction ? "the function " : "the ";
      unique.add(
          first == null
              ? declared
              : new Declared.Bad(
                  declared.file(),
                  "",
                  List.of(what + declared.key() + " stands in " + first + " already")));
    }
    return unique;
  }

  private static List<Path> yamls(Path folder) {
    return children(folder).stream()
        .filter(path -> path.toString().endsWith(".yaml") || path.toString().endsWith(".yml"))
        .filter(Files::isRegularFile)
        .toList();
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of(); // a folder that went away declares nothing
    }
  }
}
