/** Processes that never outlive hearth, however it ends. */
package dev.hearth.cli.process;
