package dev.hearth.crds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the shim's image is laid out and started. Everything is in one folder of the image, which
 * stands in a sandbox at the same place below {@link #MOUNT}, whether it was copied there or the
 * image is mounted as a volume.
 */
public final class ShimImage {
  /** The folder of the image. */
  public static final String FOLDER = "/hearth";

  /** Where a sandbox has it. */
  public static final String MOUNT = "/.hearth";

  /**
   * Copies {@link #FOLDER} below {@link #MOUNT}, with its times and modes, in a container of the
   * shim's own image.
   */
  public static final List<String> INSTALL = java(FOLDER, "install-options", MOUNT);

  /** Starts the shim by its own dynamic linker and libc, whatever the sandbox's image has. */
  public static final List<String> START = java(MOUNT + FOLDER, "options");

  /**
   * What the shim's own Java is started with, whatever the sandbox's image says: its locale, and
   * nothing of what would change it. The values that an image has for these are told to the
   * gateway, since the runtime is to have them.
   */
  public static final SortedMap<String, String> VARIABLES =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.of(
                  "JAVA_TOOL_OPTIONS", "",
                  "JDK_JAVA_OPTIONS", "",
                  "LC_ALL", "C.UTF-8",
                  "LD_LIBRARY_PATH", "",
                  "LD_PRELOAD", "",
                  "LOCPATH", MOUNT + FOLDER + "/locale")));

  private ShimImage() {}

  private static List<String> java(String folder, String options, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                folder + "/ld.so",
                "--library-path",
                folder + "/lib",
                folder + "/jre/bin/java",
                "@" + folder + "/" + options));
    command.addAll(List.of(arguments));
    return List.copyOf(command);
  }
}
