package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.e2e.cluster.AwsCli;
import dev.hearth.e2e.cluster.Command;
import dev.hearth.e2e.cluster.Hearth;
import dev.hearth.e2e.cluster.Zip;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The examples, applied with kubectl and invoked with the AWS CLI, which knows nothing of Hearth.
 */
class ExamplesE2E {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(3);
  private static final String GREETING =
      "{\"statusCode\":200,\"body\":\"{\\\"hello\\\":\\\"you\\\"}\"}";

  /** The gateway's default namespace, so that a bare function's name is enough. */
  @RegisterExtension static final Hearth HEARTH = new Hearth(ExamplesE2E.class);

  @Test
  void a_python_function_greets() throws Exception {
    HEARTH.apply(Files.readString(EXAMPLES.resolve("hello-python/function.yaml")));
    assertGreets("hello-python");
  }

  @Test
  void a_node_function_greets() throws Exception {
    HEARTH.apply(Files.readString(EXAMPLES.resolve("hello-node/function.yaml")));
    assertGreets("hello-node");
  }

  @Test
  void a_java_function_greets() throws Exception {
    applyBuilt("hello-java");
    assertGreets("hello-java");
  }

  @Test
  void a_go_function_greets() throws Exception {
    applyBuilt("hello-go");
    assertGreets("hello-go");
  }

  /** What local mode does with a folder, done by hand: build it, pack it, say where it is. */
  private static void applyBuilt(String example) throws IOException, InterruptedException {
    Path folder = EXAMPLES.resolve(example);
    var manifest =
        Serialization.unmarshal(
            Files.readString(folder.resolve("function.yaml")), GenericKubernetesResource.class);
    String build = manifest.getMetadata().getAnnotations().get("hearth.dev/build");
    Command.run(BUILD_LIMIT, folder, Map.of(), List.of("sh", "-c", build));
    Path zip = Zip.of(folder.resolve("build"));
    HEARTH.installation().props().store("code", example + ".zip", zip);
    Map<String, Object> spec = manifest.get("spec");
    spec.put("code", Map.of("s3", Map.of("bucket", "code", "key", example + ".zip")));
    HEARTH.apply(Serialization.asYaml(manifest));
  }

  private static void assertGreets(String function) throws IOException, InterruptedException {
    HEARTH.awaitActive(function);
    var cli = new AwsCli(HEARTH.installation().gateway());
    String event = "{\"queryStringParameters\":{\"name\":\"you\"}}";
    assertEquals(GREETING, cli.invoke(function, event).replace(": ", ":").replace(", ", ","));
  }
}
