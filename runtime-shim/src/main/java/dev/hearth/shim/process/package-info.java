/**
 * The user's processes: how a runtime is started and measured, and ended with all it has started.
 */
package dev.hearth.shim.process;
