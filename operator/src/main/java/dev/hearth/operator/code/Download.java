package dev.hearth.operator.code;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Brings a zip over HTTP, no longer and no larger than allowed. */
final class Download {
  private final HttpClient http;
  private final CodeLimits limits;
  private final Duration timeout;

  Download(HttpClient http, CodeLimits limits, Duration timeout) {
    this.http = http;
    this.limits = limits;
    this.timeout = timeout;
  }

  /**
   * What stands there.
   *
   * @param what names the source in messages
   */
  CodeArtifact of(HttpRequest request, String what) throws CodeException, InterruptedException {
    HttpRequest bounded = HttpRequest.newBuilder(request, (_, _) -> true).timeout(timeout).build();
    try {
      HttpResponse<InputStream> answer = http.send(bounded, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          throw CodeException.source(what + " answers " + answer.statusCode());
        }
        return CodeArtifact.of(new Deadline(body, timeout), limits);
      }
    } catch (IOException e) {
      throw CodeException.source(what + " cannot be read: " + reason(e));
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
