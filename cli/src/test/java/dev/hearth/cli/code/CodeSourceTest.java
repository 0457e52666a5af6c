package dev.hearth.cli.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hearth.crds.FunctionCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CodeSourceTest {
  @Test
  void sources_that_need_a_cluster_are_refused_by_name() {
    var s3 =
        new FunctionCode(
            null, null, null, null, null, new FunctionCode.S3("b", "k", null, null), null, null);
    var e = assertThrows(CodeException.class, () -> CodeSource.of(s3, Path.of(".")));
    assertEquals(
        "spec.code.s3 is not available in local mode; use inline, folder or zip", e.getMessage());
    var image =
        new FunctionCode(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new FunctionCode.Image("i", null, null, null, null));
    var other = assertThrows(CodeException.class, () -> CodeSource.of(image, Path.of(".")));
    assertEquals("InvalidImage", other.reasonCode());
  }
}
