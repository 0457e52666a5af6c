package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/**
 * Where a function's code comes from. Exactly one source is given; the others are null.
 *
 * @param sha256 digest of what stands at {@code url}, lower-case hexadecimal
 */
@ValidationRule(
    value =
        "[has(self.inline), has(self.folder), has(self.zip), has(self.url), has(self.s3),"
            + " has(self.configMap), has(self.image)].exists_one(given, given)",
    message = "exactly one of inline, folder, zip, url, s3, configMap, image is needed")
@ValidationRule(
    value = "has(self.url) == has(self.sha256)",
    message = "url and sha256 belong together")
@ValidationRule(
    value =
        "!has(self.inline) || self.inline.all(k, k.size() <= 256"
            + " && k.matches(r'^[^/\\\\[:cntrl:]]+(/[^/\\\\[:cntrl:]]+)*$')"
            + " && !k.matches('(^|/)[.][.]?(/|$)'))",
    message = "a file name is a relative path without . and .., 256 characters at most",
    fieldPath = ".inline")
public record FunctionCode(
    @JsonPropertyDescription("Source files by name, for a few small ones") @Size(min = 1, max = 64)
        Map<String, @Size(max = 262_144) String> inline,
    @JsonPropertyDescription("Local mode: a folder, relative to the manifest")
        @Size(min = 1, max = 1024)
        String folder,
    @JsonPropertyDescription("Local mode: a zip file, relative to the manifest")
        @Size(min = 1, max = 1024)
        String zip,
    @JsonPropertyDescription("An https URL of a zip, with its sha256")
        @Pattern("^https://[^\\s]+$")
        @Size(max = 2048)
        String url,
    @JsonPropertyDescription("Digest of the zip at url") @Pattern("^[a-f0-9]{64}$") String sha256,
    @JsonPropertyDescription("A zip in an S3-compatible store") S3 s3,
    @JsonPropertyDescription("A ConfigMap whose keys are files") ConfigMap configMap,
    @JsonPropertyDescription("A container image") Image image) {

  /** An object in an S3-compatible store. */
  public record S3(
      @Required @Size(min = 3, max = 63) String bucket,
      @Required @Size(min = 1, max = 1024) String key,
      @JsonPropertyDescription("Version of the object") @Size(min = 1, max = 1024)
          String objectVersion,
      @JsonPropertyDescription(
              "Secret with accessKeyId and secretAccessKey; asked without credentials if left out")
          @Size(min = 1, max = 253)
          String secret) {}

  /** A ConfigMap in the function's namespace. */
  public record ConfigMap(@Required @Size(min = 1, max = 253) String name) {}

  /** A container image; what is null is taken from the image's own configuration. */
  public record Image(
      @Required @Pattern("^[^\\s]+$") @Size(min = 1, max = 1024) String uri,
      @Size(max = 1500) List<@Size(max = 4096) String> command,
      @Size(max = 1500) List<@Size(max = 4096) String> entryPoint,
      @Size(max = 1000) String workingDirectory,
      @JsonPropertyDescription(
              "Secret with the registry's credentials (kubernetes.io/dockerconfigjson)")
          @Size(min = 1, max = 253)
          String pullSecret) {}
}
