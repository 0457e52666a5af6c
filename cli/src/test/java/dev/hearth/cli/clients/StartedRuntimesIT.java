package dev.hearth.cli.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In local mode too, functions find their runtime started, and cannot tell. */
class StartedRuntimesIT {
  private static final String PYTHON =
      """
      import os, sys, traceback
      seen = [sys.argv, sys.orig_argv, sys.path, sorted(sys.modules), os.getcwd(), traceback.format_stack(),
              sorted((n, v) for n, v in os.environ.items() if n not in ('AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_LOG_GROUP_NAME',
                     'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_LAMBDA_RUNTIME_API', 'MALLOC_ARENA_MAX'))]
      def handler(event, context):
          if event == 'how':
              return 'hearth/prestart' in open('/proc/self/environ').read()
          return seen
      """;

  private static final String NODE =
      """
      import fs from 'fs';
      const own = /^(AWS_LAMBDA_(FUNCTION_NAME|LOG_GROUP_NAME|LOG_STREAM_NAME|RUNTIME_API)|UV_THREADPOOL_SIZE)$/;
      const seen = [process.argv, process.execArgv, process.cwd(), process.moduleLoadList.slice().sort(), process._preload_modules,
          new Error().stack, Object.entries(process.env).filter(([name]) => !own.test(name)).sort()];
      export const handler = async (event) =>
          event === 'how' ? fs.readFileSync('/proc/self/environ', 'utf8').includes('hearth/prestart') : seen;
      """;

  private static final String JAVA =
      """
      import java.lang.management.ManagementFactory;
      import java.nio.file.*;
      import java.util.*;
      public class App {
        private static final Set<String> OWN = Set.of("AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "MALLOC_ARENA_MAX");
        private final List<Object> seen = new ArrayList<>();
        public App() throws Exception {
          var variables = new TreeMap<>(System.getenv());
          variables.keySet().removeAll(OWN);
          seen.add(variables);
          seen.add(new TreeMap<>(System.getProperties()));
          seen.add(ManagementFactory.getRuntimeMXBean().getInputArguments());
          seen.add(Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().toList());
          seen.add(Files.readSymbolicLink(Path.of("/proc/self/cwd")).toString());
        }
        public Object handle(Object event) throws Exception {
          return event.equals("how") ? Files.readString(Path.of("/proc/self/environ")).contains("hearth/prestart") : seen;
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void a_function_in_python_sees_what_it_sees_after_a_plain_start() throws Exception {
    write("started", "python3.11", "app.py", PYTHON, "{}");
    write("plain", "python3.11", "app.py", PYTHON, "{MALLOC_ARENA_MAX: '1'}");
    assertEquals("True False\nTrue", seen());
  }

  @Test
  void a_function_in_node_sees_what_it_sees_after_a_plain_start() throws Exception {
    write("started", "nodejs20.x", "app.mjs", NODE, "{}");
    write("plain", "nodejs20.x", "app.mjs", NODE, "{UV_THREADPOOL_SIZE: '4'}");
    assertEquals("True False\nTrue", seen());
  }

  @Test
  void a_function_in_java_sees_what_it_sees_after_a_plain_start() throws Exception {
    Path source = Files.writeString(folder.resolve("App.java"), JAVA);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    String[] arguments = {"-d", classes.toString(), source.toString()};
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments));
    declare("started", "java25", "App::handle", "{}", "    folder: ./classes\n");
    declare("plain", "java25", "App::handle", "{MALLOC_ARENA_MAX: '1'}", "    folder: ./classes\n");
    assertEquals("True False\nTrue", seen());
  }

  /** Whether the two were started before, and whether both see the same. */
  private String seen() throws Exception {
    LocalMode local = LocalMode.serving(folder);
    try {
      return new PythonClients(local.endpoint())
          .boto3(
              """
              def answer(name, event):
                  return json.load(client.invoke(FunctionName=name, Payload=json.dumps(event))["Payload"])
              print(answer("started", "how"), answer("plain", "how"))
              started, plain = answer("started", {}), answer("plain", {})
              print(started == plain or [pair for pair in zip(started, plain) if pair[0] != pair[1]])
              """);
    } finally {
      local.end();
    }
  }

  private void write(String name, String runtime, String file, String code, String variables)
      throws Exception {
    String inline = "    inline:\n      " + file + ": |\n" + code.indent(8);
    declare(name, runtime, "app.handler", variables, inline);
  }

  private void declare(String name, String runtime, String handler, String variables, String code)
      throws Exception {
    Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        apiVersion: hearth.dev/v1alpha1
        kind: Function
        metadata: {name: %s}
        spec:
          runtime: %s
          handler: '%s'
          memorySize: 512
          timeout: 60
          environment: {variables: %s}
          code:
        """
                .formatted(name, runtime, handler, variables)
            + code);
  }
}
