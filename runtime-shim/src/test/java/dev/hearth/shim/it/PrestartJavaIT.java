package dev.hearth.shim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A function cannot tell whether its Java was started before it. */
class PrestartJavaIT {
  private static final int MEMORY_MB = 512;

  /** What a function can find out about how its Java was started. */
  private static final String DESCRIBE =
      """
      package example;

      import java.lang.foreign.*;
      import java.lang.management.ManagementFactory;
      import java.nio.charset.Charset;
      import java.nio.file.*;
      import java.security.Security;
      import java.util.*;
      import java.util.stream.*;

      public class Describe {
        private final Map<String, Object> seen = new TreeMap<>();
        private final Handler example = new Handler();

        public Describe() throws Throwable {
          seen.put("environment", System.getenv());
          seen.put("ofChildren", new String(new ProcessBuilder("env").start().getInputStream().readAllBytes()).lines().sorted().toList());
          seen.put("native", Stream.of("STAGE", "TZ", "AWS_LAMBDA_EXEC_WRAPPER", "_HANDLER").map(Describe::nativeVariable).toList());
          seen.put("properties", System.getProperties().entrySet().stream().map(String::valueOf).sorted().toList());
          seen.put("arguments", ManagementFactory.getRuntimeMXBean().getInputArguments());
          seen.put("classPath", ManagementFactory.getRuntimeMXBean().getClassPath());
          seen.put("threads", Thread.getAllStackTraces().keySet().stream()
              .map(thread -> thread.getName() + " " + thread.isDaemon() + " " + thread.getPriority()).sorted().toList());
          seen.put("machine", List.of(Runtime.getRuntime().maxMemory(), Runtime.getRuntime().availableProcessors()));
          seen.put("stack", Arrays.stream(new Throwable().getStackTrace()).map(String::valueOf)
              .filter(frame -> !frame.contains("dev.hearth.prestart")).toList());
          seen.put("input", List.of(System.in.read(), System.in.available(), link(Path.of("/proc/self/fd/0"))));
          try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            seen.put("descriptors", descriptors.map(Describe::link).filter(to -> !to.endsWith("prestart/java.jar")).sorted().toList());
          }
          seen.put("folder", List.of(link(Path.of("/proc/self/cwd")), Path.of("").toAbsolutePath().toString()));
          seen.put("place", List.of(Locale.getDefault().toString(), Charset.defaultCharset().toString(), TimeZone.getDefault().getID()));
          var loader = Thread.currentThread().getContextClassLoader();
          seen.put("loaders", Stream.iterate(loader, Objects::nonNull, ClassLoader::getParent).map(one -> one.getClass().getName()).toList());
          seen.put("resources", Collections.list(loader.getResources("META-INF/MANIFEST.MF")).stream().map(String::valueOf).toList());
          seen.put("modules", ModuleLayer.boot().modules().stream().map(Module::getName).sorted().toList());
          seen.put("open", Object.class.getModule().isOpen("java.lang", loader.getParent().getUnnamedModule()));
          seen.put("security", List.of(Security.getProperty("jdk.tls.disabledAlgorithms"), Security.getProperty("networkaddress.cache.negative.ttl")));
          seen.put("providers", Stream.of(Security.getProviders()).map(String::valueOf).toList());
        }

        private static String nativeVariable(String name) {
          var linker = Linker.nativeLinker();
          var getenv = linker.downcallHandle(linker.defaultLookup().findOrThrow("getenv"),
              FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
          try (Arena arena = Arena.ofConfined()) {
            var value = (MemorySegment) getenv.invokeExact(arena.allocateFrom(name));
            return value.equals(MemorySegment.NULL) ? "none" : value.reinterpret(Long.MAX_VALUE).getString(0);
          } catch (Throwable e) {
            return e.toString();
          }
        }

        private static String link(Path descriptor) {
          try {
            return Files.readSymbolicLink(descriptor).toString().replaceAll("\\\\[.*\\\\]|/proc/.*/fd", "");
          } catch (java.io.IOException e) {
            return "";
          }
        }

        private int events;

        public Object handle(Map<String, Object> event) throws Exception {
          seen.put("events", ++events);
          if (event.containsKey("how")) {
            return Files.readString(Path.of("/proc/self/environ")).contains("hearth/prestart");
          }
          seen.put("answer", example.handleRequest(event, null));
          seen.put("later", System.getenv());
          return seen;
        }
      }
      """;

  @TempDir Path folder;
  private Settings settings;
  private String prestart;
  private boolean endsItself;

  @BeforeEach
  void a_runtime_as_in_an_image() {
    settings =
        Settings.running(JavaClient.command("\"$_HANDLER\"").toArray(String[]::new))
            .handler("example.Describe::handle")
            .runtime("java25")
            .memory(MEMORY_MB)
            .timeout(60_000);
    prestart = JavaClient.prestart(settings, MEMORY_MB);
  }

  private void assertEqualBothWays(Settings function, boolean prestarted) throws Exception {
    assertEqualBothWays(function.text(), Map.of(), prestarted);
  }

  private void assertEqualBothWays(String function, Map<String, String> ofImage, boolean prestarted)
      throws Exception {
    String plain = describe(function, ofImage, false);
    Map<String, String> more = new HashMap<>(ofImage);
    more.put("HEARTH_PRESTART", prestart);
    assertEquals(plain, describe(function, more, prestarted));
  }

  private String describe(String function, Map<String, String> more, boolean prestarted)
      throws Exception {
    byte[] code = JavaClient.exampleWith(folder, "Describe", DESCRIBE);
    try (ShimProcess shim = Shims.start(more);
        TestGateway gateway = shim.gateway()) {
      shim.awaitRehearsal();
      if (endsItself) {
        shim.process().children().forEach(waiting -> waiting.onExit().join());
      }
      HttpReply reply = gateway.specialise(function, code);
      assertFalse(reply.body().contains("initError"), () -> reply.body() + shim.log());
      assertEquals(Boolean.toString(prestarted), gateway.invoke("{\"how\":1}").body());
      String seen = gateway.invoke("{}", Map.of("Hearth-Trace-Id", "Root=1-2-3")).body();
      assertTrue(seen.contains("\"events\":2"), () -> seen + shim.log());
      return sorted(
          seen.replace(shim.folder().toString(), "FOLDER")
              .replaceAll("127.0.0.1:[0-9]+", "API")
              .replaceAll("AWS_LAMBDA_LOG_STREAM_NAME(\":\"|=)[0-9a-f]+", "STREAM"));
    }
  }

  /** Variables stand in no order that means anything. */
  private static String sorted(String json) {
    return String.join("\n", Stream.of(json.split("[,{}\\[\\]]", -1)).sorted().toList());
  }

  /** {@link ExamplesBothWaysIT} has it so. */
  void anExampleSeesAndAnswersTheSame() throws Exception {
    assertEqualBothWays(settings.with("STAGE", "dev \u00e9").with("TZ", "Asia/Seoul"), true);
  }

  @ParameterizedTest
  @CsvSource({
    "JAVA_TOOL_OPTIONS, -Da=b",
    "_JAVA_OPTIONS, -Da=b",
    "JDK_JAVA_OPTIONS, -Da=b",
    "LD_LIBRARY_PATH, /opt/mine",
    "MALLOC_ARENA_MAX, 1",
  })
  void what_java_reads_when_it_starts_gets_a_plain_start(String name, String value)
      throws Exception {
    assertEqualBothWays(settings.with(name, value), false);
  }

  /** AWS has it compile more then. */
  @Test
  void provisioned_concurrency_gets_a_plain_start() throws Exception {
    String text = settings.text().replace("on-demand", "provisioned-concurrency");
    assertEqualBothWays(text, Map.of(), false);
  }

  @ParameterizedTest
  @CsvSource({"AWS_LAMBDA_EXEC_WRAPPER, /usr/bin/env", "JAVA_TOOL_OPTIONS, -Da=b"})
  void what_an_image_has_java_start_with_gets_a_plain_start(String name, String value)
      throws Exception {
    endsItself = name.startsWith("JAVA");
    assertEqualBothWays(settings.text(), Map.of(name, value), false);
  }

  @Test
  void a_java_that_may_not_call_native_code_gets_a_plain_start() throws Exception {
    endsItself = true;
    String flag = " --enable-native-access=ALL-UNNAMED";
    prestart = prestart.replace(flag, "");
    assertEqualBothWays(settings.text().replace(flag, ""), Map.of(), false);
  }

  @Test
  void another_memory_size_gets_a_plain_start() throws Exception {
    assertEqualBothWays(settings.memory(2 * MEMORY_MB), false);
  }
}
