/** The hearth command. */
package dev.hearth.cli;
