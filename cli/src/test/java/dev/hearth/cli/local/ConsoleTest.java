package dev.hearth.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Colours are for people at terminals. */
class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void without_colours_there_is_nothing_but_text() {
    var console = new Console(new PrintStream(out, true, UTF_8), false);
    console.headline("hello");
    console.complain("no");
    console.log("hello", "a line");
    assertEquals("hello\nno\n[hello] a line\n", out.toString(UTF_8));
  }

  @Test
  void with_colours_only_the_name_of_a_log_line_has_one() {
    var console = new Console(new PrintStream(out, true, UTF_8), true);
    console.log("hello", "a line");
    assertTrue(out.toString(UTF_8).matches("\u001b\\[\\d+m\\[hello]\u001b\\[0m a line\n"));
  }

  @Test
  void colours_are_for_terminals_whose_user_wants_them() {
    assertTrue(Console.wantsColours(true, Map.of("TERM", "xterm")));
    assertFalse(Console.wantsColours(false, Map.of("TERM", "xterm")));
    assertFalse(Console.wantsColours(true, Map.of("TERM", "dumb")));
    assertFalse(Console.wantsColours(true, Map.of("NO_COLOR", "1")));
  }
}
