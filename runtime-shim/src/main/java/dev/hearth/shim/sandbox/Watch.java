package dev.hearth.shim.sandbox;

/** Something to watch, and until when. */
record Watch(boolean active, long deadlineNanos) {
  static final Watch NOTHING = new Watch(false, 0);
}
