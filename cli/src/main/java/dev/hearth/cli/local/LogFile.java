package dev.hearth.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where {@code hearth logs} reads what the functions of one port have logged: lines that begin with
 * the function's name in brackets. A new run begins a new file; at the limit the older half is kept
 * beside it.
 */
public final class LogFile implements AutoCloseable {
  /** Characters in one file. */
  static final long MAX_SIZE = 16 * 1024 * 1024;

  private final Path file;
  private final long maxSize;
  private BufferedWriter writer;
  private long size;

  LogFile(Path file, long maxSize) throws IOException {
    this.file = file;
    this.maxSize = maxSize;
    Files.createDirectories(file.getParent());
    // A new file, not an emptied one: whoever follows the old one notices.
    Files.deleteIfExists(file);
    Files.deleteIfExists(older(file));
    writer = Files.newBufferedWriter(file, UTF_8);
  }

  /** The file of the hearth that serves this port. */
  public static Path of(Path cache, int port) {
    return cache.resolve("logs").resolve(port + ".log");
  }

  /** Where the lines before the first one of a file are. */
  public static Path older(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  synchronized void log(String function, String line) {
    try {
      if (size > maxSize) {
        writer.close();
        Files.move(file, older(file), StandardCopyOption.REPLACE_EXISTING);
        writer = Files.newBufferedWriter(file, UTF_8);
        size = 0;
      }
      writer.write("[" + function + "] " + line + "\n");
      writer.flush();
      size += line.length();
    } catch (IOException e) {
      // The disk may be full; the functions go on, and their log is on the terminal as well.
      size = 0;
    }
  }

  @Override
  public synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
