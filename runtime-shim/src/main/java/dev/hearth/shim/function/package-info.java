/** The function a sandbox was specialised for, as specialise describes it. */
package dev.hearth.shim.function;
