package dev.hearth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits are served soon, and no request pays for them. */
class ReloadIT {
  private static final int CLIENTS = 3;
  private static final int EDITS = 4;

  @TempDir Path folder;

  private Functions functions;

  @BeforeEach
  void make_a_folder() throws Exception {
    functions = new Functions(Files.createDirectory(folder.resolve("functions")));
  }

  @Test
  void no_request_fails_while_code_is_edited_under_load() throws Exception {
    functions.write("busy", "return 0");
    var over = new AtomicBoolean();
    var seen = ConcurrentHashMap.<String>newKeySet();
    try (var hearth = HearthProcess.dev(folder, functions.folder());
        var clients = Executors.newFixedThreadPool(CLIENTS)) {
      var running = new ArrayList<Future<Integer>>();
      try {
        for (int i = 0; i < CLIENTS; i++) {
          Callable<Integer> client =
              () -> {
                int requests = 0;
                for (; !over.get(); requests++) {
                  seen.add(hearth.answer("busy", "{}"));
                }
                return requests;
              };
          running.add(clients.submit(client));
        }
        for (int edit = 0; edit <= EDITS; edit++) {
          functions.write("busy", "return " + edit);
          String wanted = Integer.toString(edit);
          while (!seen.contains(wanted) && running.stream().noneMatch(Future::isDone)) {
            TimeUnit.MILLISECONDS.sleep(20);
          }
        }
      } finally {
        over.set(true);
      }
      for (Future<Integer> client : running) {
        assertTrue(client.get(60, TimeUnit.SECONDS) > 0);
      }
      assertEquals(EDITS + 1, seen.size(), seen::toString);
    }
  }

  @Test
  void a_request_in_flight_ends_on_the_code_it_began_with() throws Exception {
    functions.write("slow", "time.sleep(event); return 'old'");
    try (var hearth = HearthProcess.dev(folder, functions.folder())) {
      var old = hearth.invoke("slow", "4");
      hearth.awaitLine(line -> line.startsWith("[slow] START"));
      functions.write("slow", "return 'new'");
      hearth.awaitLine("hearth: slow reloaded"::equals);
      assertEquals("\"new\"", hearth.answer("slow", "0"));
      assertEquals("\"old\"", old.get(60, TimeUnit.SECONDS).body());
    }
  }

  @Test
  void configuration_new_functions_and_removed_ones_are_picked_up() throws Exception {
    functions.write("one", "return os.environ.get('STAGE')");
    try (var hearth = HearthProcess.dev(folder, functions.folder())) {
      assertEquals("null", hearth.answer("one", "{}"));
      functions.manifest(
          "one",
          "runtime: provided.al2023, environment: {variables: {STAGE: dev}},"
              + " code: {folder: ./one-src}");
      hearth.awaitLine("hearth: one reloaded"::equals);
      assertEquals("\"dev\"", hearth.answer("one", "{}"));
      functions.write("two", "return 2");
      hearth.awaitLine("hearth: two is new"::equals);
      assertEquals("2", hearth.answer("two", "{}"));
      Files.delete(functions.folder().resolve("one.yaml"));
      hearth.awaitLine("hearth: one is gone"::equals);
      assertEquals(404, hearth.invoke("one", "{}").get(60, TimeUnit.SECONDS).statusCode());
    }
  }

  @Test
  void a_broken_edit_leaves_the_function_as_it_was_and_says_why() throws Exception {
    functions.write("one", "return 1");
    String good = Files.readString(functions.folder().resolve("one.yaml"));
    try (var hearth = HearthProcess.dev(folder, functions.folder())) {
      for (String bad : List.of(good.replace("timeout: 30", "timeout: 901"), good + "x: [}")) {
        Files.writeString(functions.folder().resolve("one.yaml"), bad);
        hearth.awaitLine(line -> line.contains("one.yaml:"));
        assertEquals("1", hearth.answer("one", "{}"));
      }
      hearth.awaitLine(line -> line.contains("should be less than or equal to 900"));
      hearth.awaitLine(line -> line.contains("The version before goes on serving"));
      Files.writeString(functions.folder().resolve("one.yaml"), good);
      functions.write("one", "return 2");
      hearth.awaitLine("hearth: one reloaded"::equals);
      assertEquals("2", hearth.answer("one", "{}"));
    }
  }
}
