/** The custom resources of {@code hearth.dev/v1alpha1} as records, with their limits. */
package dev.hearth.crds;
