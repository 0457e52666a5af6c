package dev.hearth.crds;

import java.util.List;

/**
 * How the shim's image is laid out and started. Everything is in one folder of the image, which
 * stands in a sandbox at the same place below {@link #MOUNT}, whether it was copied there or the
 * image is mounted as a volume.
 */
public final class ShimImage {
  /** The folder of the image; its program {@code install} copies it below its first argument. */
  public static final String FOLDER = "/hearth";

  /** Where a sandbox has it. */
  public static final String MOUNT = "/.hearth";

  /** Copies {@link #FOLDER} to {@link #MOUNT}, with its times and modes. */
  public static final List<String> INSTALL = List.of(FOLDER + "/install", MOUNT);

  /** Starts the shim by its own dynamic linker and libc, whatever the sandbox's image has. */
  public static final List<String> START =
      List.of(
          MOUNT + FOLDER + "/ld.so",
          "--library-path",
          MOUNT + FOLDER + "/lib",
          MOUNT + FOLDER + "/jre/bin/java",
          "@" + MOUNT + FOLDER + "/options");

  private ShimImage() {}
}
