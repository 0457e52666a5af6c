/** A function's code: what specialise brings, and how it is unpacked without trusting it. */
package dev.hearth.shim.artifact;
