package dev.hearth.shim.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The pipe that runtimes write to. It is ours, not a process's own, so that it can be read without
 * blocking: at the end of an invocation all that was written before is there, and nothing of it is
 * in another thread's hands.
 *
 * @param file by this name a process is given the writing end
 */
record OutputPipe(Pipe.SourceChannel source, Pipe.SinkChannel sink, File file)
    implements Closeable {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** To be called while no other thread opens pipes. */
  static OutputPipe open() throws IOException {
    List<String> before = pipes();
    Pipe pipe = Pipe.open();
    List<String> opened = pipes();
    opened.removeAll(before);
    pipe.source().configureBlocking(false);
    for (String descriptor : opened) {
      File file = new File("/proc/self/fd/" + descriptor);
      if (leadsTo(pipe.source(), file)) {
        return new OutputPipe(pipe.source(), pipe.sink(), file);
      }
    }
    throw new IOException("cannot open a pipe by its name in " + DESCRIPTORS);
  }

  @Override
  public void close() throws IOException {
    sink.close();
    source.close();
  }

  /** The reading end can be opened for writing by its name just as well, so either will do. */
  private static boolean leadsTo(Pipe.SourceChannel source, File file) throws IOException {
    byte[] probe = "probe".getBytes(UTF_8);
    try (FileOutputStream out = new FileOutputStream(file)) {
      out.write(probe);
    }
    ByteBuffer read = ByteBuffer.allocate(probe.length + 1);
    return source.read(read) == probe.length;
  }

  private static List<String> pipes() throws IOException {
    List<String> pipes = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : descriptors) {
        if (Files.isSymbolicLink(descriptor)
            && Files.readSymbolicLink(descriptor).toString().startsWith("pipe:")) {
          pipes.add(descriptor.getFileName().toString());
        }
      }
    }
    return pipes;
  }
}
