package dev.hearth.crds;

/** The environment variables a shim is started with; runtime-shim/README.md says what they mean. */
public final class ShimVariables {
  public static final String LISTEN = "HEARTH_LISTEN";
  public static final String SANDBOX_UID = "HEARTH_SANDBOX_UID";
  public static final String IDENTITY_KEY = "HEARTH_IDENTITY_KEY";
  public static final String GATEWAY_KEYS = "HEARTH_GATEWAY_KEYS";
  public static final String EPOCH = "HEARTH_EPOCH";

  public static final String PRESTART = "HEARTH_PRESTART";

  private ShimVariables() {}
}
