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

  /**
   * Starts the shim by its own dynamic linker and libc, whatever the sandbox's image has. What is
   * blank among {@link #VARIABLES} is taken away before, since Java says even of a blank variable
   * that it was picked up, and that would be the first line of every function's log.
   */
  public static final List<String> START = start(MOUNT + FOLDER);

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

  private static List<String> start(String folder) {
    var command = new ArrayList<>(linked(folder, "env"));
    for (String name : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
      command.add("-u");
      command.add(name);
    }
    command.addAll(java(folder, "options"));
    return List.copyOf(command);
  }

  private static List<String> java(String folder, String options, String... arguments) {
    var command = new ArrayList<>(linked(folder, "jre/bin/java"));
    command.add("@" + folder + "/" + options);
    command.addAll(List.of(arguments));
    return List.copyOf(command);
  }

  private static List<String> linked(String folder, String program) {
    return List.of(folder + "/ld.so", "--library-path", folder + "/lib", folder + "/" + program);
  }
}
