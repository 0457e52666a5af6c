/** Placeholder. */
package dev.hearth.shim;
