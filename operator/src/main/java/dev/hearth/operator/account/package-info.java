/** Accounts: what a namespace uses. */
package dev.hearth.operator.account;
