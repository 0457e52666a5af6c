/** Pools of sandbox pods: what there should be, and what is done to get there. */
package dev.hearth.operator.pool;
