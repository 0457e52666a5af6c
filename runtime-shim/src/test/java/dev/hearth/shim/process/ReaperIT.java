package dev.hearth.shim.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReaperIT {
  @Test
  void an_orphans_zombie_is_removed_and_a_childs_exit_status_is_not_taken() throws Exception {
    var result = Sandboxed.asInit(ReapingMain.class);
    assertEquals(
        "spared true, reaped 0 and 1, left [], the JDK's status kept true\n", result.output());
  }

  @Test
  void whoever_is_not_pid_1_has_no_orphans() {
    assertEquals(0, new Reaper().reapOrphans(Set.of()));
  }
}
