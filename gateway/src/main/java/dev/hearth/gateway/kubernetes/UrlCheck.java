package dev.hearth.gateway.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks URLs and compares the status; {@code helm test} runs it in the gateway's image. */
public final class UrlCheck {
  private static final int TIMEOUT_MS = 10_000;

  private UrlCheck() {}

  /**
   * Ends with 1 unless all answer as they should.
   *
   * @param arguments in threes: method, URL, status; what is posted is an empty JSON object
   */
  public static void main(String[] arguments) {
    boolean good = true;
    for (int i = 0; i + 2 < arguments.length; i += 3) {
      good &= answers(arguments[i], arguments[i + 1], arguments[i + 2]);
    }
    System.exit(good ? 0 : 1);
  }

  static boolean answers(String method, String url, String wanted) {
    String got;
    try {
      got = Integer.toString(status(method, url));
    } catch (IOException e) {
      got = e.toString();
    }
    System.out.println(method + " " + url + ": " + got + ", expected " + wanted);
    return got.equals(wanted);
  }

  private static int status(String method, String url) throws IOException {
    var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(TIMEOUT_MS);
    connection.setReadTimeout(TIMEOUT_MS);
    try {
      if (method.equals("POST")) {
        connection.setDoOutput(true);
        connection.getOutputStream().write("{}".getBytes(US_ASCII));
      }
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
