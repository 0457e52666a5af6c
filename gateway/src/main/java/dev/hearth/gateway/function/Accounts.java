package dev.hearth.gateway.function;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which namespace an account id of AWS stands for, and the other way round. Account ids have twelve
 * digits.
 *
 * @param accountId of every namespace that has none of its own
 * @param defaultNamespace meant where a request names no namespace
 * @param namespaces by account id; may name {@code accountId}, too
 */
public record Accounts(String accountId, String defaultNamespace, Map<String, String> namespaces) {
  /** The one namespace of local mode. */
  public static final String LOCAL_NAMESPACE = "default";

  public Accounts {
    namespaces = Map.copyOf(namespaces);
  }

  /** One account with one namespace. */
  public static Accounts local(String accountId) {
    return new Accounts(accountId, LOCAL_NAMESPACE, Map.of());
  }

  /** The namespace that an account stands for; empty for a foreign one. */
  public Optional<String> namespaceOf(String account) {
    String own = account.equals(accountId) ? defaultNamespace : null;
    return Optional.ofNullable(namespaces.getOrDefault(account, own));
  }

  /** The account that a namespace's functions see themselves in. */
  public String accountOf(String namespace) {
    if (namespaces.isEmpty()) {
      return accountId;
    }
    return new TreeMap<>(namespaces)
        .entrySet().stream()
            .filter(entry -> entry.getValue().equals(namespace))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(accountId);
  }
}
