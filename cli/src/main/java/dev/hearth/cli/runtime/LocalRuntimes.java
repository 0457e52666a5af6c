package dev.hearth.cli.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * AWS's runtimes as this machine can run them: its own interpreters under AWS's own runtime
 * interface clients, which are brought into a cache folder once per machine. Safe for many threads,
 * and for many processes that share the cache. A runtime that was found stays as it was found; one
 * that was missing is looked for again.
 */
public final class LocalRuntimes {
  private final PythonRuntime python;
  private final NodeRuntime node;
  private final JavaRuntime java;
  private final Map<String, Resolution.Found> found = new ConcurrentHashMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  /**
   * @param environment the variables that hearth was started with: PATH leads to the interpreters,
   *     HEARTH_CACHE names the cache folder
   * @param progress is given a line for the user when something takes longer than two seconds, and
   *     when another version runs than was asked for; from any thread
   */
  public LocalRuntimes(Map<String, String> environment, Consumer<String> progress) {
    this(RuntimeCache.folder(environment), environment, progress);
  }

  LocalRuntimes(Path cacheFolder, Map<String, String> environment, Consumer<String> progress) {
    var tools = new HostTools(environment);
    var cache = new RuntimeCache(cacheFolder);
    python = new PythonRuntime(tools, cache, progress);
    node = new NodeRuntime(tools, cache, progress);
    java = new JavaRuntime(cache, progress);
  }

  /**
   * How to start a runtime here; prepares what it needs, so that the first call for a runtime may
   * take a minute and should not block an event loop.
   *
   * @param runtime AWS's identifier, e.g. {@code python3.11}
   */
  public Resolution resolve(String runtime) {
    synchronized (locks.computeIfAbsent(runtime, _ -> new Object())) {
      Resolution.Found before = found.get(runtime);
      if (before != null) {
        return before;
      }
      Resolution resolution = look(runtime);
      if (resolution instanceof Resolution.Found now) {
        found.put(runtime, now);
      }
      return resolution;
    }
  }

  private Resolution look(String runtime) {
    try {
      if (runtime.startsWith("python3.")) {
        return python.resolve(runtime);
      }
      if (runtime.startsWith("nodejs")) {
        return node.resolve(runtime);
      }
      if (runtime.startsWith("java")) {
        return java.resolve(runtime);
      }
      if (runtime.equals("provided") || runtime.startsWith("provided.")) {
        return new Resolution.Found(List.of("${taskRoot}/bootstrap"), Map.of());
      }
      return new Resolution.Missing(
          runtime
              + " cannot run in local mode; it has python3.*, nodejs*, java* and provided.* (a"
              + " bootstrap of your own).");
    } catch (MissingRuntimeException e) {
      return new Resolution.Missing(e.getMessage());
    } catch (IOException e) {
      return new Resolution.Missing(runtime + " could not be prepared: " + e);
    }
  }
}
