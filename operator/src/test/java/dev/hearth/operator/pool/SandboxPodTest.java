package dev.hearth.operator.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.SandboxPool;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder of {@code sandbox-pod} is a case: what goes in and the pod that comes out. */
class SandboxPodTest {
  private static final Path CASES = Path.of("src/test/resources/sandbox-pod");

  private record In(SandboxPool pool, FunctionRuntime runtime, SandboxSettings settings) {
    Pod pod(SandboxIdentity identity) {
      return SandboxPod.desired(pool, Optional.ofNullable(runtime), settings, identity);
    }
  }

  static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted(Comparator.naturalOrder()).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_pod_is_what_the_case_says(Path folder) throws IOException {
    String pod = Serialization.asYaml(in(folder).pod(new SandboxIdentity("POD", "KEY")));
    Path out = folder.resolve("out.yaml");
    if (Boolean.getBoolean("cases.write")) {
      Files.writeString(out, pod);
    }
    assertEquals(
        Files.readString(out, UTF_8),
        pod,
        "if this is meant: mvn -pl operator test -Dtest=SandboxPodTest -Dcases.write=true");
  }

  @Test
  void another_epoch_or_identity_does_not_make_spares_outdated() throws IOException {
    In in = in(CASES.resolve("python"));
    SandboxSettings later = settings(in.settings(), in.settings().shimImage(), 7);
    assertEquals(
        SandboxPod.template(in.pool(), Optional.of(in.runtime()), in.settings()),
        SandboxPod.template(in.pool(), Optional.of(in.runtime()), later));
  }

  @Test
  void another_shim_makes_spares_outdated() throws IOException {
    In in = in(CASES.resolve("python"));
    SandboxSettings newer = settings(in.settings(), "hearth/shim:2", in.settings().epoch());
    assertNotEquals(
        SandboxPod.template(in.pool(), Optional.of(in.runtime()), in.settings()),
        SandboxPod.template(in.pool(), Optional.of(in.runtime()), newer));
  }

  @Test
  void every_sandbox_has_a_name_and_a_key_of_its_own() {
    var random = new Random(1);
    SandboxIdentity one = SandboxIdentity.fresh("image.a", random);
    SandboxIdentity other = SandboxIdentity.fresh("image.a", random);
    assertNotEquals(one.name(), other.name());
    assertNotEquals(one.key(), other.key());
    assertEquals("image-a-", one.name().substring(0, 8));
    assertEquals(63, SandboxIdentity.fresh("p".repeat(63), random).name().length());
  }

  private static SandboxSettings settings(SandboxSettings like, String shim, long epoch) {
    return new SandboxSettings(
        shim,
        like.imagePullPolicy(),
        like.gatewayKeys(),
        epoch,
        like.requestPercent(),
        like.imageVolume(),
        like.userNamespace(),
        like.resize());
  }

  private static In in(Path folder) throws IOException {
    JsonNode in =
        Serialization.unmarshal(Files.readString(folder.resolve("in.yaml"), UTF_8), JsonNode.class);
    return new In(
        read(in, "pool", SandboxPool.class),
        read(in, "runtime", FunctionRuntime.class),
        read(in, "settings", SandboxSettings.class));
  }

  private static <T> T read(JsonNode in, String name, Class<T> type) {
    return in.has(name) ? Serialization.unmarshal(in.get(name).toString(), type) : null;
  }
}
