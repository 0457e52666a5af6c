/** The shim's side of the protocol with gateways. */
package dev.hearth.shim.gateway;
