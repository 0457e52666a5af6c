/** The gateways: which there are, what they want, and what they are given. */
package dev.hearth.operator.gateway;
