package dev.hearth.cli.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every folder of examples/ does what its README says. */
class ExamplesIT {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final int TABLES_PORT = LocalMode.freePort();

  private static LocalMode local;
  private static PythonClients clients;

  @BeforeAll
  static void start() throws Exception {
    local =
        LocalMode.serving(
            EXAMPLES.resolve("hello-python"),
            EXAMPLES.resolve("hello-node"),
            EXAMPLES.resolve("hello-java"),
            EXAMPLES.resolve("hello-go"),
            EXAMPLES.resolve("hello-rust"),
            onItsOwnPort(EXAMPLES.resolve("idempotent-write")));
    clients = new PythonClients(local.endpoint());
  }

  @AfterAll
  static void end() throws Exception {
    local.end();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello-python", "hello-node", "hello-java", "hello-go", "hello-rust"})
  void a_greeting_is_the_same_in_every_language(String name) throws Exception {
    assertEquals(
        """
        {"statusCode": 200, "body": "{\\"hello\\":\\"Hearth\\"}"}
        {"statusCode": 200, "body": "{\\"hello\\":\\"world\\"}"}
        {"statusCode": 200, "body": "{\\"hello\\":\\"world\\"}"}""",
        clients.boto3(
            """
            query = "queryStringParameters"
            for event in {query: {"name": "Hearth"}}, {query: None}, {}:
                r = client.invoke(FunctionName="%s", Payload=json.dumps(event))
                print(json.dumps(json.load(r["Payload"])))
            """
                .formatted(name)));
  }

  @Test
  void a_request_that_comes_twice_is_written_once() throws Exception {
    assertEquals(
        """
        200 {"ok": true, "req": "order-1"}
        200 {"ok": true, "req": "order-1"}
        ['req#order-1']""",
        clients.boto3(
            """
            for _ in range(2):
                r = client.invoke(FunctionName="idempotent-write", Payload='{"requestId":"order-1"}')
                answer = json.load(r["Payload"])
                print(answer.get("statusCode"), answer.get("body", answer))
            tables = boto3.resource("dynamodb", endpoint_url="http://127.0.0.1:%d")
            print([item["pk"] for item in tables.Table("writes").scan()["Items"]])
            """
                .formatted(TABLES_PORT)));
  }

  /** The example as it stands but for its port, which somebody else on this machine may have. */
  private static Path onItsOwnPort(Path example) throws IOException {
    Path copy = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "example-");
    Path tables = Files.createDirectories(copy.resolve("dynamodb/.mvn")).getParent();
    for (String file : List.of("start", "pom.xml", "LocalTable.java", ".mvn/jvm.config")) {
      Files.copy(
          example.resolve("dynamodb").resolve(file),
          tables.resolve(file),
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    String manifest = Files.readString(example.resolve("function.yaml"));
    Files.writeString(
        copy.resolve("function.yaml"), manifest.replace("18000", Integer.toString(TABLES_PORT)));
    return copy;
  }
}
