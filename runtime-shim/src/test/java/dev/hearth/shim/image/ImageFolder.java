package dev.hearth.shim.image;

import java.nio.file.Path;

/** Where things are in the folder that runs the shim; the same wherever it lies. */
record ImageFolder(Path root) {
  Path jre() {
    return root.resolve("jre");
  }

  Path java() {
    return root.resolve("jre/bin/java");
  }

  Path linker() {
    return root.resolve("ld.so");
  }

  /** Takes variables away before Java can see them. */
  Path env() {
    return root.resolve("env");
  }

  Path libraries() {
    return root.resolve("lib");
  }

  Path locales() {
    return root.resolve("locale");
  }

  Path jar() {
    return root.resolve("hearth-shim.jar");
  }

  /** What has interpreters wait that were started before their function. */
  Path prestart() {
    return root.resolve("prestart");
  }

  Path cache() {
    return root.resolve("hearth-shim.aot");
  }
}
