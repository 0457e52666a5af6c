package dev.hearth.crds;

/** Which pool of its namespace a function's sandboxes come from. */
public final class PoolName {
  /** Size of /tmp, in MB, that needs no mention. */
  public static final int USUAL_STORAGE_MB = 512;

  /** Before the name of an image function; no runtime's pool has a dot. */
  private static final String OF_ONE_FUNCTION = "image.";

  private PoolName() {}

  /** The pool of a function whose defaults are filled in; 63 characters at most. */
  public static String of(String function, FunctionSpec spec) {
    if (spec.code().image() != null) {
      return Labels.value(OF_ONE_FUNCTION + function);
    }
    int storage = spec.storageMb();
    String runtime =
        spec.runtime().replace('.', '-')
            + "-"
            + spec.architecture().label()
            + "-"
            + SizeClass.of(spec.memoryMb());
    return Labels.value(storage == USUAL_STORAGE_MB ? runtime : runtime + "-tmp" + storage);
  }
}
