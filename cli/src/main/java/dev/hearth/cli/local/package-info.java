/** Local mode: the gateway with sandboxes that are processes of this machine. */
package dev.hearth.cli.local;
