/** What the tests stand on: a cluster, Hearth installed in it, and clients as users have them. */
package dev.hearth.e2e.cluster;
