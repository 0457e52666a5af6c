package dev.hearth.shim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a spare plays through before it is claimed leaves nothing behind. */
class RehearsalIT {
  private static final List<String> PLAYED =
      List.of("rehearsal", "rehearsed-runti", "rehearsal-serve", "gateway", "runtime");

  @Test
  void a_spare_that_has_rehearsed_has_no_files_sockets_threads_or_log_of_it() throws Exception {
    try (ShimProcess shim = Shims.start()) {
      shim.awaitRehearsal();
      try (var left = Files.list(shim.folder().resolve("tmp"))) {
        assertEquals(List.of(), left.toList());
      }
      shim.awaitThreads(names -> names.stream().noneMatch(PLAYED::contains));
      assertTrue(sockets(shim) <= 3, "its two doors, and one that Java keeps to close others");
      assertEquals(List.of(), shim.log());
      try (TestGateway gateway = shim.gateway()) {
        String state = gateway.get("/v1/state").body();
        assertTrue(state.contains("\"state\":\"spare\""), state);
      }
    }
  }

  @Test
  void a_claim_that_comes_meanwhile_is_served() throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway()) {
      HttpReply reply = gateway.specialise(Settings.running("/bin/false").text());
      assertTrue(reply.body().contains("Runtime.ExitError"), reply::toString);
      shim.awaitRehearsal();
      assertTrue(
          shim.log().stream().noneMatch(line -> line.contains("rehears")), shim.log()::toString);
    }
  }

  private static long sockets(ShimProcess shim) throws Exception {
    Path descriptors = Path.of("/proc/" + shim.process().pid() + "/fd");
    try (var all = Files.list(descriptors)) {
      return all.filter(RehearsalIT::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }
}
