/** The processes of a sandbox: who is alive, how much memory they use, and how all of them end. */
package dev.hearth.shim.process;
