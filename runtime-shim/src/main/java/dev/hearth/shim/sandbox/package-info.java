/** The sandbox itself: carries out what its lifecycle decides. */
package dev.hearth.shim.sandbox;
