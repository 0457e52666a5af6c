package dev.hearth.crds;

/** Severities of what the platform logs about a function, least first. */
public enum SystemLogLevel {
  DEBUG,
  INFO,
  WARN
}
