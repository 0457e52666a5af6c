package dev.hearth.cli.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told on a machine that lacks something; its programs are scripts of the test. */
class MissingRuntimeTest {
  @TempDir Path machine;
  private Path bin;
  private Path cache;

  @BeforeEach
  void an_empty_path() throws IOException {
    bin = Files.createDirectory(machine.resolve("bin"));
    cache = machine.resolve("cache");
  }

  @Test
  void without_python_it_is_said_what_to_install() {
    says("python3.11", "there is no python3 on the PATH", "apt-get install python3 python3-venv");
  }

  @Test
  void a_python_that_is_too_old_is_named() throws IOException {
    program("python3", "echo 9 2; echo " + bin.resolve("python3"));
    says("python3.11", "this machine's Python is 3.9.2", "Install Python 3.10");
  }

  @Test
  void a_python_that_does_not_start_counts_as_none() throws IOException {
    program("python3", "echo broken; exit 1");
    says("python3.11", "there is no python3 on the PATH");
  }

  @Test
  void without_the_venv_module_its_package_is_named() throws IOException {
    program(
        "python3",
        "case $1 in -c) echo 11 2; echo "
            + bin.resolve("python3")
            + ";; *) echo 'ensurepip is not available'; exit 1;; esac");
    says("python3.11", "ensurepip is not available", "python3-venv");
  }

  @Test
  void a_registry_that_cannot_be_reached_is_said_and_nothing_is_kept() throws IOException {
    Path python = bin.resolve("python3");
    program(
        "python3",
        """
        case "$1 $2" in
          "-c "*) echo 11 2; echo %1$s;;
          "-m venv") /bin/mkdir -p "$3/bin"; /bin/cp %1$s "$3/bin/python";;
          *) echo "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution"
             exit 1;;
        esac
        """
            .formatted(python));
    says("python3.11", "PyPI cannot be reached", "awslambdaric==", "proxy");
    try (var kept = Files.list(cache)) {
      assertEquals(
          List.of(),
          kept.filter(Files::isDirectory).toList(),
          "a folder that is not whole must not stay");
    }
  }

  @Test
  void without_node_it_is_said_what_to_install() {
    says("nodejs20.x", "there is no node on the PATH", "apt-get install nodejs npm");
  }

  @Test
  void a_node_that_is_too_old_is_named() throws IOException {
    program("node", "echo v16.20.2");
    says("nodejs20.x", "this machine's Node.js is v16.20.2");
  }

  @Test
  void the_tools_that_build_nodes_client_are_listed() throws IOException {
    program("node", "echo v20.11.1");
    program("npm", "exit 1");
    says("nodejs20.x", "cmake, make, c++, python3, tar, xz not found", "cmake make g++");
  }

  @Test
  void a_runtime_that_no_machine_can_run_here_is_refused_with_those_that_can() {
    says("ruby3.4", "ruby3.4 cannot run in local mode", "python3.*, nodejs*, java* and provided.*");
    says("dotnet8", "dotnet8 cannot run in local mode");
    says("nodejs", "write e.g. nodejs22.x");
  }

  @Test
  void what_was_missing_is_looked_for_again() throws IOException {
    var runtimes = new LocalRuntimes(cache, Map.of("PATH", bin.toString()), _ -> {});
    assertInstanceOf(Resolution.Missing.class, runtimes.resolve("nodejs20.x"));
    program("node", "echo v16.20.2");
    var second = assertInstanceOf(Resolution.Missing.class, runtimes.resolve("nodejs20.x"));
    assertTrue(second.message().contains("v16.20.2"), second::message);
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void says(String runtime, String... words) {
    var runtimes = new LocalRuntimes(cache, Map.of("PATH", bin.toString()), _ -> {});
    Resolution resolution = runtimes.resolve(runtime);
    var missing = assertInstanceOf(Resolution.Missing.class, resolution, resolution::toString);
    for (String word : words) {
      assertTrue(missing.message().contains(word), () -> word + " in: " + missing.message());
    }
  }
}
