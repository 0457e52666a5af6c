package dev.hearth.prestart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;

/**
 * What a process has from who started it, as the C library keeps it: Java and native code ask
 * there.
 */
final class Inheritance {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final AddressLayout TEXT = ValueLayout.ADDRESS;
  private static final int READ_ONLY = 0;
  private static final int STANDARD_INPUT = 0;

  private final Linker linker = Linker.nativeLinker();
  private final MethodHandle clear = function("clearenv", FunctionDescriptor.of(INT));
  private final MethodHandle set = function("setenv", FunctionDescriptor.of(INT, TEXT, TEXT, INT));
  private final MethodHandle close = function("close", FunctionDescriptor.of(INT, INT));
  private final MethodHandle open =
      function("open", FunctionDescriptor.of(INT, TEXT, INT), Linker.Option.firstVariadicArg(2));

  @SuppressWarnings("restricted") // Whoever starts this Java has to allow it.
  private MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
  }

  /** Variables as the system writes them, each with a zero behind it. */
  static Map<String, String> parse(byte[] environ) {
    Map<String, String> variables = new HashMap<>();
    for (String variable : new String(environ, UTF_8).split("\0", -1)) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        variables.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return variables;
  }

  void setVariables(Map<String, String> variables) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      int failed = (int) clear.invokeExact();
      for (Map.Entry<String, String> variable : variables.entrySet()) {
        failed +=
            (int)
                set.invokeExact(
                    arena.allocateFrom(variable.getKey()),
                    arena.allocateFrom(variable.getValue()),
                    1);
      }
      if (failed != 0) {
        throw new IllegalStateException("The variables cannot be set");
      }
    }
  }

  /** As of a process that was started without. */
  void setNoInput() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      int closed = (int) close.invokeExact(STANDARD_INPUT);
      // Takes the lowest number that is free.
      int opened = (int) open.invokeExact(arena.allocateFrom("/dev/null"), READ_ONLY);
      if (closed != 0 || opened != STANDARD_INPUT) {
        throw new IllegalStateException("There is no /dev/null");
      }
    }
  }
}
