package dev.hearth.operator.version;

import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.SandboxPool;
import java.util.Optional;

/**
 * Everything the status of a version follows from.
 *
 * @param pool where its sandboxes come from, once it is published
 * @param provisioned what it has to say about sandboxes that are kept
 */
record VersionLook(
    PublishedVersion version,
    VersionStanding standing,
    Optional<SandboxPool> pool,
    ProvisionedLook provisioned) {}
