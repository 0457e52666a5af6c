package dev.hearth.crds;

/** The ports that more than one part of Hearth knows. */
public final class Ports {
  /** A sandbox's shim, for gateways. */
  public static final int SHIM = 9000;

  /** A gateway's AWS Lambda API. */
  public static final int GATEWAY = 8080;

  /** A gateway's health and metrics. */
  public static final int GATEWAY_MANAGEMENT = 8081;

  /** A gateway's internal API, for the operator and other gateways. */
  public static final int GATEWAY_INTERNAL = 8082;

  private Ports() {}
}
