package dev.hearth.operator.version;

import dev.hearth.crds.PublishedVersion;

/** How far a FunctionVersion has come. */
sealed interface VersionStanding {
  /** Nothing can be published yet. */
  record Waits(String reason, String message) implements VersionStanding {}

  /** Nothing was published, since nothing has changed since the version with this number. */
  record Unchanged(int number) implements VersionStanding {}

  /** It is published and gateways have its code. */
  record Published(PublishedVersion version) implements VersionStanding {}

  /**
   * It is published, but no gateway has its code.
   *
   * @param reason AWS's StateReasonCode, or why for programs
   */
  record WithoutCode(PublishedVersion version, String reason, String message)
      implements VersionStanding {}
}
