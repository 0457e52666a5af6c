package dev.hearth.shim.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.shim.process.ProcessTable.Entry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StatLineTest {
  private static final String REST =
      " 7 7 0 -1 4194560 98 0 0 0 0 0 0 0 20 0 3 0 219 2617344 25 18446744073709551615 1 1\n";

  @Test
  void a_line_gives_pid_parent_state_threads_and_memory() {
    assertEquals(new Entry(42, 7, 'S', 3, 25 * 4096), parse("42 (sleep) S 7" + REST));
  }

  @Test
  void a_name_made_to_look_like_fields_does_not_confuse() {
    assertEquals(new Entry(42, 7, 'R', 3, 25 * 4096), parse("42 (a) Z 1\n) (b) R 7" + REST));
  }

  @Test
  void a_line_cut_off_is_read_as_far_as_it_goes() {
    assertEquals(new Entry(42, 7, 'S', 0, 0), parse("42 (x) S 7"));
  }

  @Test
  void a_zombie_with_other_threads_is_alive() {
    assertFalse(new Entry(1, 1, 'Z', 1, 0).isAlive());
    assertTrue(new Entry(1, 1, 'Z', 2, 0).isAlive());
    assertFalse(new Entry(1, 1, 'X', 0, 0).isAlive());
    assertTrue(new Entry(1, 1, 'T', 1, 0).isAlive());
  }

  @Test
  void descendants_are_found_in_any_order_and_the_root_is_not_one() {
    var entries = List.of(entry(9, 8), entry(8, 5), entry(5, 2), entry(6, 1), entry(2, 2));
    assertEquals(Set.of(5, 8, 9), ProcessTable.descendants(2, entries));
    assertEquals(Set.of(), ProcessTable.descendants(9, entries));
  }

  @Test
  void a_snapshot_holds_this_process_with_its_memory() {
    int self = (int) ProcessHandle.current().pid();
    var found = ProcessTable.snapshot().stream().filter(e -> e.pid() == self).toList();
    assertEquals(1, found.size());
    assertTrue(found.getFirst().rssBytes() > 10_000_000);
    assertTrue(found.getFirst().threads() > 1);
  }

  private static Entry parse(String line) {
    byte[] bytes = line.getBytes(US_ASCII);
    return StatLine.parse(bytes, bytes.length, 4096);
  }

  private static Entry entry(int pid, int parent) {
    return new Entry(pid, parent, 'S', 1, 0);
  }
}
