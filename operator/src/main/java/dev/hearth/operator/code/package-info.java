/** A function's code, from wherever it stands to one zip that was looked through. */
package dev.hearth.operator.code;
