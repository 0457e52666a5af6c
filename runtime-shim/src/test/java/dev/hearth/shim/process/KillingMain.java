package dev.hearth.shim.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Starts a fugitive, ends its first process only, then kills all; prints who was left each time.
 */
final class KillingMain {
  private final String marker = "127.0.0.1:1;" + ProcessHandle.current().pid();
  private final int self = (int) ProcessHandle.current().pid();

  public static void main(String[] arguments) throws Exception {
    System.exit(new KillingMain().run(Fugitive.valueOf(arguments[0])));
  }

  private int run(Fugitive fugitive) throws Exception {
    var builder = new ProcessBuilder(fugitive.command()).redirectErrorStream(true);
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", marker);
    var first = builder.start();
    var output = new InputStreamReader(first.getInputStream(), StandardCharsets.UTF_8);
    String line = new BufferedReader(output).readLine();
    if (!"ready".equals(line)) {
      System.out.println("the fugitive said " + line);
      return 3;
    }
    first.destroyForcibly().waitFor();
    System.out.println("left by the simple way: " + (alive() > 0));
    long from = System.nanoTime();
    boolean killed = Killer.of(marker, System::nanoTime).killAll(TimeUnit.SECONDS.toMillis(10));
    long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
    System.out.println("killed: " + killed + ", alive: " + alive() + ", after ms: " + ms);
    return killed && alive() == 0 ? 0 : 1;
  }

  /** Counted by other means than the killer's. */
  private long alive() throws Exception {
    long count = 0;
    try (var folders = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path folder : folders) {
        String pid = folder.getFileName().toString();
        if (!pid.equals(String.valueOf(self)) && (self == 1 || isOurs(folder)) && runs(folder)) {
          count++;
        }
      }
    }
    return count;
  }

  /** The first thread has no environment any more when it has ended. */
  private boolean isOurs(Path folder) {
    try (var threads = Files.newDirectoryStream(folder.resolve("task"))) {
      for (Path thread : threads) {
        if (environment(thread).contains(marker)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
    return false;
  }

  private static String environment(Path thread) {
    try {
      return Files.readString(thread.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** A process runs while one of its threads does. */
  private static boolean runs(Path folder) {
    try (var threads = Files.newDirectoryStream(folder.resolve("task"))) {
      for (Path thread : threads) {
        String status = Files.readString(thread.resolve("status"));
        if (!status.contains("\nState:\tZ") && !status.contains("\nState:\tX")) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
    return false;
  }
}
