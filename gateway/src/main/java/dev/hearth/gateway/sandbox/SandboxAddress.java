package dev.hearth.gateway.sandbox;

/**
 * How to reach one sandbox and how to know that it is the one meant.
 *
 * @param uid the pod's UID, in local mode a random UUID; never used again
 * @param host address of its shim
 * @param port port of its shim
 * @param identityKey base64 of the key with which the shim proves its identity
 */
public record SandboxAddress(String uid, String host, int port, String identityKey) {
  /** Leaves the key out, so that no log line holds it. */
  @Override
  public String toString() {
    return uid + "@" + host + ":" + port;
  }
}
