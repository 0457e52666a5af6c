package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.cli.local.UserErrorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth invoke}: one invocation, for people without the AWS CLI. */
@Command(
    name = "invoke",
    mixinStandardHelpOptions = true,
    versionProvider = Hearth.Version.class,
    sortOptions = false,
    description = {"Invokes a function that hearth dev serves, and prints what it answers.", ""},
    footer = {
      "",
      "Exit code: 0 if the function answered, 1 if it failed or could not be invoked, 2 for bad arguments."
    })
final class InvokeCommand implements Callable<Integer> {
  private static final int CONNECT_MS = 5_000;

  @Parameters(
      paramLabel = "NAME",
      description = "The function's name, with :QUALIFIER if you like.")
  private String name;

  @Option(
      names = "--payload",
      paramLabel = "JSON",
      defaultValue = "{}",
      description = "The event, or @FILE, or @- for standard input. Default: {}.")
  private String payload;

  @Option(names = "--log", description = "Print the end of the invocation's log to standard error.")
  private boolean log;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port of hearth dev. Default: 8080.")
  private int port;

  @Override
  public Integer call() throws UserErrorException, IOException {
    byte[] event = event();
    var address =
        URI.create(
            "http://127.0.0.1:%d/2015-03-31/functions/%s/invocations"
                .formatted(port, URLEncoder.encode(name, UTF_8)));
    var connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MS);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(event.length);
    connection.setRequestProperty("Content-Type", "application/json");
    if (log) {
      connection.setRequestProperty("X-Amz-Log-Type", "Tail");
    }
    try (OutputStream body = connection.getOutputStream()) {
      body.write(event);
    } catch (ConnectException e) {
      throw new UserErrorException(
          "nothing listens on port " + port + "; start hearth dev, or give its --port");
    }
    return answer(connection);
  }

  private byte[] event() throws UserErrorException, IOException {
    if (!payload.startsWith("@")) {
      return payload.getBytes(UTF_8);
    }
    if (payload.equals("@-")) {
      return System.in.readAllBytes();
    }
    try {
      return Files.readAllBytes(Path.of(payload.substring(1)));
    } catch (NoSuchFileException e) {
      throw new UserErrorException("there is no file " + e.getMessage());
    }
  }

  private int answer(HttpURLConnection connection) throws IOException {
    boolean accepted = connection.getResponseCode() < 400;
    byte[] body;
    try (InputStream in = accepted ? connection.getInputStream() : connection.getErrorStream()) {
      body = in == null ? new byte[0] : in.readAllBytes();
    }
    String tail = connection.getHeaderField("X-Amz-Log-Result");
    if (tail != null) {
      System.err.println(new String(Base64.getDecoder().decode(tail), UTF_8).stripTrailing());
    }
    if (accepted) {
      print(body);
    } else {
      System.err.println(new String(body, UTF_8));
    }
    String error = connection.getHeaderField("X-Amz-Function-Error");
    if (error != null) {
      System.err.println("hearth: the function failed (" + error + ")");
    }
    if (!accepted) {
      System.err.println(
          "hearth: "
              + connection.getResponseCode()
              + " "
              + connection.getHeaderField("X-Amzn-ErrorType"));
    }
    return accepted && error == null ? 0 : 1;
  }

  /** Bytes as they came; a line end only where a person reads them. */
  private static void print(byte[] body) {
    System.out.write(body, 0, body.length);
    if (Home.isTerminal()) {
      System.out.println();
    }
    System.out.flush();
  }
}
