package dev.hearth.operator.version;

import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.PublishedVersionSpec.Published;
import dev.hearth.operator.code.CodeArtifact;
import dev.hearth.operator.code.CodeException;
import dev.hearth.operator.code.CodeSources;
import dev.hearth.operator.gateway.CodeDelivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Brings the code of a version to gateways that do not have it, from the source it came from. Only
 * these very bytes will do: whoever names another's digest gets nothing by it.
 */
final class CodeRestore {
  private final CodeSources sources;
  private final CodeDelivery delivery;

  CodeRestore(CodeSources sources, CodeDelivery delivery) {
    this.sources = sources;
    this.delivery = delivery;
  }

  VersionStanding run(PublishedVersion version) throws InterruptedException {
    Published published = version.getSpec().published();
    if (published.function().code().image() != null) {
      return new VersionStanding.Published(version);
    }
    String namespace = version.getMetadata().getNamespace();
    try (CodeArtifact zip = sources.fetch(namespace, published.function().code())) {
      if (published.code() == null || !zip.sha256().equals(published.code().sha256())) {
        return new VersionStanding.WithoutCode(
            version, "CodeChanged", "what was published is no longer at its source");
      }
      Optional<String> failure = delivery.deliver(zip.sha256(), zip.file());
      return failure
          .<VersionStanding>map(why -> new VersionStanding.WithoutCode(version, "Creating", why))
          .orElseGet(() -> new VersionStanding.Published(version));
    } catch (CodeException e) {
      return new VersionStanding.WithoutCode(version, e.reasonCode(), e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
