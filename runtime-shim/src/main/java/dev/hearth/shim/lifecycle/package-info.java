/** What a sandbox may do next, decided without doing it: states, events, effects. */
package dev.hearth.shim.lifecycle;
