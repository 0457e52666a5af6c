package dev.hearth.shim.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.shim.it.Settings;
import dev.hearth.shim.it.ShimProcess;
import dev.hearth.shim.it.TestGateway;
import dev.hearth.shim.it.Zip;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the exchange with a Python runtime: latency as a gateway sees it and processor time of
 * shim and runtime. {@code Load SHIM PYTHON [ROUNDS [HOST:PORT]]}; the last is another server to
 * measure in turns, which answers {@code POST /}.
 */
public final class Load {
  private static final int COUNT = 4000;
  private static final int TICKS_PER_SECOND = 100;
  private static final String EVENT = "{\"a\":\"" + "x".repeat(90) + "\"}";

  private Load() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    Settings settings =
        Settings.running(arguments[1], "-m", "awslambdaric", "${handler}")
            .needing("PYTHONPATH", "${taskRoot}")
            .runtime("python3.11");
    byte[] code =
        new Zip().file("app.py", "def handler(event, context):\n    return event\n").bytes();
    try (ShimProcess shim = ShimProcess.start(List.of(arguments[0]));
        TestGateway gateway = shim.gateway()) {
      System.out.println(gateway.specialise(settings.text(), code));
      System.out.println(gateway.invoke(EVENT));
      try (SocketChannel ours = connect(shim, gateway)) {
        for (int round = 0; round < rounds; round++) {
          long before = cpu(shim.process().toHandle());
          long[] times = run(ours, shimRequest());
          long after = cpu(shim.process().toHandle());
          print("shim", times, (after - before) * 1_000_000L / TICKS_PER_SECOND / COUNT);
          if (arguments.length > 3) {
            try (SocketChannel other = SocketChannel.open(address(arguments[3]))) {
              print("other", run(other, plainRequest()), 0);
            }
          }
        }
      }
      System.out.println("memory " + memory(shim.process().pid()));
    }
  }

  /** A connection that says hello through the test gateway's own code, then is used raw. */
  private static SocketChannel connect(ShimProcess shim, TestGateway first) throws Exception {
    first.get("/v1/state");
    SocketChannel channel = SocketChannel.open(shim.address());
    TestGateway.helloOn(channel, shim.keys());
    return channel;
  }

  private static InetSocketAddress address(String text) {
    int colon = text.indexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private static byte[] shimRequest() {
    return ("POST /v1/invoke HTTP/1.1\r\nHost: a\r\nHearth-Epoch: 1\r\n"
            + "Hearth-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
            + "Hearth-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:echo\r\n"
            + "Hearth-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0\r\n"
            + "Content-Length: "
            + EVENT.length()
            + "\r\n\r\n"
            + EVENT)
        .getBytes(UTF_8);
  }

  private static byte[] plainRequest() {
    return ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + EVENT.length() + "\r\n\r\n" + EVENT)
        .getBytes(UTF_8);
  }

  private static long[] run(SocketChannel channel, byte[] request) throws IOException {
    channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
    ByteBuffer out = ByteBuffer.allocateDirect(request.length).put(request);
    ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
    long[] times = new long[COUNT];
    for (int i = 0; i < COUNT; i++) {
      long start = System.nanoTime();
      out.flip();
      while (out.hasRemaining()) {
        channel.write(out);
      }
      in.clear();
      while (!ends(in)) {
        if (channel.read(in) < 0) {
          throw new IOException("closed");
        }
      }
      times[i] = System.nanoTime() - start;
    }
    return times;
  }

  private static boolean ends(ByteBuffer in) {
    return in.position() > 2 && in.get(in.position() - 1) == '}';
  }

  private static void print(String name, long[] times, long cpuUs) {
    Arrays.sort(times);
    System.out.printf(
        "%-6s p50 %d us  p90 %d us  p99 %d us  cpu %d us%n",
        name,
        times[COUNT / 2] / 1000,
        times[COUNT * 9 / 10] / 1000,
        times[COUNT * 99 / 100] / 1000,
        cpuUs);
  }

  /** Clock ticks of a process and its descendants. */
  private static long cpu(ProcessHandle process) throws IOException {
    long ticks = ticks(process.pid());
    for (ProcessHandle child : process.descendants().toList()) {
      ticks += ticks(child.pid());
    }
    return ticks;
  }

  private static long ticks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static String memory(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
        .filter(line -> line.startsWith("Rss") || line.startsWith("Pss:"))
        .toList()
        .toString();
  }
}
