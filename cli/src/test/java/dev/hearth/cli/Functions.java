package dev.hearth.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of functions in Python without AWS's client, so that nothing has to be downloaded. */
record Functions(Path folder) {
  private static final String BOOTSTRAP =
      """
      #!/usr/bin/env python3
      import http.client, json, os, sys, time, urllib.parse
      api = os.environ["AWS_LAMBDA_RUNTIME_API"]
      connection = http.client.HTTPConnection(api)
      base = "/2018-06-01/runtime/invocation/"

      def handle(event):
          %s

      while True:
          connection.request("GET", base + "next")
          response = connection.getresponse()
          event = json.loads(response.read())
          request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
          connection.request("POST", base + request_id + "/response", json.dumps(handle(event)))
          connection.getresponse().read()
      """;

  /**
   * Writes or replaces a function.
   *
   * @param body Python statements that return the answer to {@code event}, in one line
   */
  void write(String name, String body) throws IOException {
    manifest(
        name,
        "runtime: provided.al2023, timeout: 30, memorySize: 256, code: {folder: ./"
            + name
            + "-src}");
    Path source = Files.createDirectories(folder.resolve(name + "-src"));
    // Written aside, since a half-written program is a good reason for a request to fail.
    Path aside = Files.writeString(folder.resolve("." + name), BOOTSTRAP.replace("%s", body));
    aside.toFile().setExecutable(true);
    Files.move(
        aside,
        source.resolve("bootstrap"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /** Writes a manifest with what stands between the braces of its spec. */
  void manifest(String name, String spec) throws IOException {
    String text =
        "apiVersion: hearth.dev/v1alpha1\nkind: Function\nmetadata: {name: %s}\nspec: {%s}\n"
            .formatted(name, spec);
    Path file = folder.resolve(name + ".yaml");
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }
}
