package dev.hearth.crds;

/** Severities of what a function itself logs, least first. */
public enum ApplicationLogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR,
  FATAL
}
