package dev.hearth.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.cli.code.CodeException;
import dev.hearth.cli.process.Leash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function's service is ready before the function is, and gone after it. */
class ServicesIT {
  @TempDir Path folder;

  private final List<String> log = new CopyOnWriteArrayList<>();
  private Services services;

  @BeforeEach
  void open() throws Exception {
    services = services(Services.MAX_START);
  }

  @AfterEach
  void close() {
    services.close();
  }

  @Test
  void a_service_runs_in_its_folder_until_it_is_stopped() throws Exception {
    script("echo started >> log; echo hello; echo ready; while :; do sleep 0.05; done");
    services.ensure("f", "./service", folder);
    services.ensure("f", "./service", folder);
    assertEquals("started\n", Files.readString(folder.resolve("log")));
    assertEquals(List.of("f service: hello"), log);
    services.stop("f");
    services.ensure("f", "./service", folder);
    assertEquals("started\nstarted\n", Files.readString(folder.resolve("log")));
  }

  @Test
  void a_service_may_end_in_order() throws Exception {
    script("trap 'echo bye >> log; exit' TERM; echo ready; while :; do sleep 0.05; done");
    services.ensure("f", "./service", folder);
    services.stop("f");
    assertEquals("bye\n", Files.readString(folder.resolve("log")));
  }

  @Test
  void another_command_is_another_service() throws Exception {
    script("echo $1 >> log; echo ready; while :; do sleep 0.05; done");
    services.ensure("f", "./service one", folder);
    services.ensure("f", "./service two", folder);
    assertEquals("one\ntwo\n", Files.readString(folder.resolve("log")));
  }

  @Test
  void a_service_that_died_is_started_again() throws Exception {
    script("echo started >> log; echo ready; exec 1>&-; read -r x < fifo");
    assertEquals(
        0, new ProcessBuilder("mkfifo", folder.resolve("fifo").toString()).start().waitFor());
    services.ensure("f", "./service", folder);
    Files.writeString(folder.resolve("fifo"), "go\n");
    while (Files.readString(folder.resolve("log")).lines().count() < 2) {
      services.ensure("f", "./service", folder);
    }
    assertEquals("started\nstarted\n", Files.readString(folder.resolve("log")));
  }

  @Test
  void a_service_that_fails_is_shown_with_what_it_said() throws Exception {
    script("echo no table; exit 3");
    var e = assertThrows(CodeException.class, () -> services.ensure("f", "./service", folder));
    assertTrue(e.getMessage().endsWith("ended before it was ready:\nno table"), e.getMessage());
  }

  @Test
  void a_service_that_is_never_ready_is_ended() throws Exception {
    script("while :; do sleep 0.05; done");
    try (var impatient = services(Duration.ofMillis(200))) {
      var e = assertThrows(CodeException.class, () -> impatient.ensure("f", "./service", folder));
      assertTrue(e.getMessage().contains("was not ready after"), e.getMessage());
    }
  }

  private Services services(Duration maxStart) throws Exception {
    return new Services(
        Leash.probe(Map.of()),
        System.getenv(),
        maxStart,
        (function, line) -> log.add(function + " " + line));
  }

  private void script(String body) throws Exception {
    Path file = Files.writeString(folder.resolve("service"), "#!/bin/sh\n" + body + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }
}
