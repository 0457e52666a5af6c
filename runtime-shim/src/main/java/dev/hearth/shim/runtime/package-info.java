/** The user's process: how it is started, watched and, with all its children, ended. */
package dev.hearth.shim.runtime;
