/**
 * The process with pid 1 in a sandbox: reads its environment, opens its ports, and ends with the
 * sandbox.
 */
package dev.hearth.shim;
