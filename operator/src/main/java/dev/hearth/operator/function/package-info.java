/** Functions: their code to the gateways, their pools, and what their status says. */
package dev.hearth.operator.function;
