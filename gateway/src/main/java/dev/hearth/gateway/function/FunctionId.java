package dev.hearth.gateway.function;

/**
 * Which function: names are unique within their namespace only.
 *
 * @param namespace the account it belongs to
 * @param name 1-64 characters
 */
public record FunctionId(String namespace, String name) {
  /** For logs. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
