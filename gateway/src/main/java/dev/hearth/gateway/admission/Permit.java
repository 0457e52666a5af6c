package dev.hearth.gateway.admission;

/** One unit of concurrency, from {@link Ledger#admit} to {@link Ledger#release}. */
public final class Permit {
  final VersionBook version;
  boolean returned;

  Permit(VersionBook version) {
    this.version = version;
  }
}
