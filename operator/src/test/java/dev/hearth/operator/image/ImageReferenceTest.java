package dev.hearth.operator.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageReferenceTest {
  @Test
  void what_a_reference_leaves_out_is_filled_in() {
    assertEquals(
        new ImageReference("registry-1.docker.io", "library/python", "latest"),
        ImageReference.parse("python"));
    assertEquals(
        new ImageReference("registry-1.docker.io", "me/app", "1"),
        ImageReference.parse("docker.io/me/app:1"));
    assertEquals(
        new ImageReference("localhost:5000", "app", "latest"),
        ImageReference.parse("localhost:5000/app"));
    assertEquals(
        new ImageReference("ghcr.io", "a/b/c", "sha256:00"),
        ImageReference.parse("ghcr.io/a/b/c:1@sha256:00"));
  }

  @Test
  void a_pinned_reference_has_the_digest_in_the_tags_place() {
    assertEquals(
        "localhost:5000/a@sha256:0", ImageReference.pinned("localhost:5000/a:1", "sha256:0"));
    assertEquals("a@sha256:0", ImageReference.pinned("a:1@sha256:9", "sha256:0"));
  }

  @Test
  void credentials_go_to_their_registry_only() throws Exception {
    String config =
        """
        {"auths":{"https://index.docker.io/v1/":{"auth":"aHVi"},
                  "r.example":{"username":"u","password":"p"}}}""";
    assertEquals(
        Optional.of("aHVi"), RegistryCredentials.basic(config, ImageReference.parse("python")));
    assertEquals(
        Optional.of("dTpw"),
        RegistryCredentials.basic(config, ImageReference.parse("r.example/a")));
    assertEquals(
        Optional.empty(), RegistryCredentials.basic(config, ImageReference.parse("x.example/a")));
    assertFalse(ImageReference.parse("evil.example/a").isMeantBy("docker.io"));
    assertTrue(ImageReference.parse("a").isMeantBy("docker.io"));
  }
}
