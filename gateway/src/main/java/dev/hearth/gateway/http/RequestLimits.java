package dev.hearth.gateway.http;

import java.time.Duration;

/**
 * What a client may send, and how slowly.
 *
 * @param maxHeaderBytes all headers of one request together
 * @param maxRequestLineBytes method, path and query
 * @param maxConnections open client connections per gateway
 * @param quietConnection how long a connection may stay without a complete request head, whether it
 *     is idle between requests or sends one byte at a time
 * @param upload how long a request may take from its head to its last byte, a wait for a sandbox
 *     included
 * @param closeGrace how long requests in flight may take when the gateway closes
 */
public record RequestLimits(
    int maxHeaderBytes,
    int maxRequestLineBytes,
    int maxConnections,
    Duration quietConnection,
    Duration upload,
    Duration closeGrace) {

  /**
   * 10 KiB of headers, 4 KiB of request line, 10,000 connections, 75 s quiet, 120 s upload, 30 s
   * grace.
   */
  public static RequestLimits defaults() {
    return new RequestLimits(
        10 * 1024,
        4 * 1024,
        10_000,
        Duration.ofSeconds(75),
        Duration.ofSeconds(120),
        Duration.ofSeconds(30));
  }

  /** The same with another grace at the end. */
  public RequestLimits withCloseGrace(Duration grace) {
    return new RequestLimits(
        maxHeaderBytes, maxRequestLineBytes, maxConnections, quietConnection, upload, grace);
  }

  /** The same with other bounds on slow clients. */
  public RequestLimits withSlowness(Duration quiet, Duration uploading) {
    return new RequestLimits(
        maxHeaderBytes, maxRequestLineBytes, maxConnections, quiet, uploading, closeGrace);
  }
}
