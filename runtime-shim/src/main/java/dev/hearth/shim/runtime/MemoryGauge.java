package dev.hearth.shim.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Measures the memory of a runtime's processes. One process counts what it has resident; of several
 * that share pages each counts its share, since forked children would count their parent's again.
 */
public final class MemoryGauge {
  private static final long PAGE = pageSize();

  private final ProcessTable table;
  private final ByteBuffer statm = ByteBuffer.allocateDirect(128);

  public MemoryGauge(ProcessTable table) {
    this.table = table;
  }

  /** Bytes used by all of the runtime's processes now. */
  public long used() throws IOException {
    long largest = 0;
    long shares = 0;
    var alive = table.aliveNearby();
    for (int pid : alive) {
      try {
        largest = Math.max(largest, resident(pid));
        shares += alive.size() == 1 ? 0 : share(pid);
      } catch (IOException _) {
        // It ended between the listing and the reading.
      }
    }
    return Math.max(largest, shares);
  }

  /**
   * Bytes that one process has resident, through a file that was opened before: one system call.
   */
  public synchronized long resident(FileChannel open) throws IOException {
    statm.clear();
    int length = open.read(statm, 0);
    int at = 0;
    while (at < length && statm.get(at) != ' ') {
      at++;
    }
    long pages = 0;
    for (at++; at < length && statm.get(at) != ' '; at++) {
      pages = pages * 10 + statm.get(at) - '0';
    }
    return pages * PAGE;
  }

  private static long resident(int pid) throws IOException {
    String text = Files.readString(Path.of("/proc/" + pid + "/statm"), ISO_8859_1);
    int from = text.indexOf(' ') + 1;
    return Long.parseLong(text, from, text.indexOf(' ', from), 10) * PAGE;
  }

  private static long share(int pid) throws IOException {
    String text = Files.readString(Path.of("/proc/" + pid + "/smaps_rollup"), ISO_8859_1);
    int from = text.indexOf("\nPss:") + 5;
    while (text.charAt(from) == ' ') {
      from++;
    }
    return Long.parseLong(text, from, text.indexOf(' ', from), 10) * 1024;
  }

  /** The kernel tells every process in its auxiliary vector. */
  private static long pageSize() {
    final long atPageSize = 6;
    try {
      ByteBuffer vector =
          ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv")))
              .order(ByteOrder.nativeOrder());
      while (vector.remaining() >= 16) {
        long type = vector.getLong();
        long value = vector.getLong();
        if (type == atPageSize) {
          return value;
        }
      }
    } catch (IOException e) {
      return 4096;
    }
    return 4096;
  }
}
