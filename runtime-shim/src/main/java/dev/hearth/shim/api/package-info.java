/** The Lambda Runtime API, as the runtime's interface client sees it. */
package dev.hearth.shim.api;
