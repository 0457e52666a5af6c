/** What a spare does before it is claimed, so that its claim is not the first time. */
package dev.hearth.shim.rehearsal;
