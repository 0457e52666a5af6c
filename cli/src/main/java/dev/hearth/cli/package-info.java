/** Placeholder. */
package dev.hearth.cli;
