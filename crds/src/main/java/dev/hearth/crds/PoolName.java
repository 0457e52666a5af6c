package dev.hearth.crds;

/** Which pool of its namespace a function's sandboxes come from. */
public final class PoolName {
  /** Size of /tmp, in MB, that needs no mention. */
  public static final int USUAL_STORAGE_MB = 512;

  /** Before the name of an image function; no runtime's pool has a dot. */
  private static final String OF_ONE_FUNCTION = "image.";

  private PoolName() {}

  /** The pool of a function that is no image. */
  public static String ofRuntime(FunctionSpec spec) {
    int storage = spec.storageMb();
    String runtime =
        spec.runtime().replace('.', '-')
            + "-"
            + spec.architecture().label()
            + "-"
            + SizeClass.of(spec.memoryMb());
    return Labels.value(storage == USUAL_STORAGE_MB ? runtime : runtime + "-tmp" + storage);
  }

  /**
   * The pool of an image function. Another image or size is another pool, so that no spare of an
   * old one is ever taken for the new one.
   *
   * @param image the reference that its pods pull
   */
  public static String ofImage(String function, FunctionSpec spec, String image) {
    String made =
        String.join(
            "\n",
            image,
            String.valueOf(spec.code().image().pullSecret()),
            spec.architecture().label(),
            String.valueOf(SizeClass.of(spec.memoryMb())),
            String.valueOf(spec.storageMb()));
    String digest = Labels.digest(made).substring(0, Labels.DIGEST);
    return Labels.value(
        OF_ONE_FUNCTION + Labels.cut(function, OF_ONE_FUNCTION.length()) + "-" + digest);
  }
}
