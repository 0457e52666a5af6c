/** From a function's code, as its manifest names it, to the zip that sandboxes are given. */
package dev.hearth.cli.code;
