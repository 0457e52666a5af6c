/** HTTP/1.1 as a server: a strict, pure parser, and the connection that feeds it. */
package dev.hearth.shim.http;
