package dev.hearth.gateway.admission;

/** One unit of concurrency, from {@link Ledger#admit} to {@link Ledger#release}. */
public final class Permit {
  final FunctionBook book;
  boolean returned;

  Permit(FunctionBook book) {
    this.book = book;
  }
}
