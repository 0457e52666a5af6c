package dev.hearth.shim.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.shim.Skipped;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fugitive outlives its first process, and none the killer. */
final class KillerIT {
  @ParameterizedTest
  @EnumSource
  void as_pid_1_nobody_escapes(Fugitive fugitive) throws Exception {
    needPythonFor(fugitive);
    verify(Sandboxed.asInit(KillingMain.class, fugitive.name()));
  }

  @ParameterizedTest
  @EnumSource(names = "WITHOUT_A_TRACE", mode = EnumSource.Mode.EXCLUDE)
  void beside_others_the_marker_finds_them(Fugitive fugitive) throws Exception {
    needPythonFor(fugitive);
    verify(Sandboxed.besideOthers(KillingMain.class, fugitive.name()));
  }

  private static void needPythonFor(Fugitive fugitive) {
    if (fugitive == Fugitive.HEADLESS) {
      Skipped.unlessInstalled("python3");
    }
  }

  private static void verify(Sandboxed.Result result) {
    assertTrue(result.output().contains("left by the simple way: true"), result::output);
    assertEquals(0, result.status(), result::output);
    System.out.print(result.output());
  }
}
