/** The control plane: Functions become code in gateways and pools of sandbox pods. */
package dev.hearth.operator;
