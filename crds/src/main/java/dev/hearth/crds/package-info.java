/** Placeholder. */
package dev.hearth.crds;
