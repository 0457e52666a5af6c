/** Versions and aliases: numbers, what is frozen under them, and where aliases lead. */
package dev.hearth.operator.version;
