/** What a container image says about starting it, read from its registry. */
package dev.hearth.operator.image;
