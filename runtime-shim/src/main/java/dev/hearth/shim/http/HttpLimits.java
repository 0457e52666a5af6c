package dev.hearth.shim.http;

/**
 * What a peer may send as a header section or as trailers, in bytes and in lines.
 *
 * @param sectionBytes the request line and all header lines with their line ends
 * @param lineBytes one of these lines
 * @param headerCount header lines
 */
public record HttpLimits(int sectionBytes, int lineBytes, int headerCount) {
  /** A gateway sends little more than a client context of 3,583 bytes and a trace header. */
  public static final HttpLimits GATEWAY = new HttpLimits(64 * 1024, 16 * 1024, 64);

  /** A runtime may send an X-Ray error cause of 1 MiB in one header. */
  public static final HttpLimits RUNTIME =
      new HttpLimits((1 << 20) + 64 * 1024, (1 << 20) + 1024, 64);
}
