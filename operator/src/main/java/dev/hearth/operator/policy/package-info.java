/** Who may speak to sandboxes, and to whom they may speak. */
package dev.hearth.operator.policy;
