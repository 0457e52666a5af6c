/** The function's log: AWS's platform lines and the user's own, each with its request id. */
package dev.hearth.shim.log;
