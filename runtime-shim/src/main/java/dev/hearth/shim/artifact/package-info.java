/** Unpacks a function's code and layers, which come from people who may mean harm. */
package dev.hearth.shim.artifact;
