/** What a Java runs that waits in a spare sandbox; it goes into a jar of its own. */
package dev.hearth.prestart;
