/** The gateway on Kubernetes: functions, sandboxes and demand by way of the API server. */
package dev.hearth.gateway.kubernetes;
