package dev.hearth.operator.image;

import java.util.Set;

/**
 * A container image as kubelets understand its name.
 *
 * @param registry host and maybe port
 * @param repository path in the registry
 * @param version a tag, or a digest with {@code sha256:} before it
 */
record ImageReference(String registry, String repository, String version) {
  private static final String DOCKER_HUB = "registry-1.docker.io";
  private static final Set<String> DOCKER_HUB_KEYS = Set.of("index.docker.io", "docker.io");

  /** Reads a reference; what it leaves out is Docker Hub, its library, and {@code latest}. */
  static ImageReference parse(String reference) {
    String rest = reference;
    String version = "latest";
    int at = rest.indexOf('@');
    if (at >= 0) {
      version = rest.substring(at + 1);
      rest = rest.substring(0, at);
    }
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      version = at >= 0 ? version : rest.substring(colon + 1);
      rest = rest.substring(0, colon);
    }
    int slash = rest.indexOf('/');
    String first = slash < 0 ? "" : rest.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    if (host && !first.equals("docker.io")) {
      return new ImageReference(first, rest.substring(slash + 1), version);
    }
    String path = host ? rest.substring(slash + 1) : rest;
    String repository = path.contains("/") ? path : "library/" + path;
    return new ImageReference(DOCKER_HUB, repository, version);
  }

  /** The same image for ever: the reference as it was given, with the digest in the tag's place. */
  static String pinned(String reference, String digest) {
    String name = reference.substring(0, (reference + "@").indexOf('@'));
    int colon = name.lastIndexOf(':');
    String untagged = colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    return untagged + "@" + digest;
  }

  /** The keys under which a pull secret may have this registry's credentials. */
  boolean isMeantBy(String key) {
    String host = key.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return host.equals(registry) || (registry.equals(DOCKER_HUB) && DOCKER_HUB_KEYS.contains(host));
  }
}
