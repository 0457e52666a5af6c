/** As much JSON as the protocol needs. */
package dev.hearth.shim.json;
