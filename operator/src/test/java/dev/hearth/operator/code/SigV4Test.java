package dev.hearth.operator.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.hearth.crds.FunctionCode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SigV4Test {
  private static final S3Settings STORE =
      new S3Settings(URI.create("http://store:9000"), "us-east-1");

  /** The example "GET Object" of the documentation of S3's signatures. */
  @Test
  void the_signature_of_the_documented_example_comes_out() {
    var signer =
        new SigV4("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1");
    var headers =
        new TreeMap<>(
            Map.of(
                "host",
                "examplebucket.s3.amazonaws.com",
                "range",
                "bytes=0-9",
                "x-amz-content-sha256",
                SigV4.EMPTY,
                "x-amz-date",
                SigV4.date(Instant.parse("2013-05-24T00:00:00Z"))));
    assertEquals(
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
            + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        signer.authorization("/test.txt", "", headers));
  }

  @Test
  void an_object_without_a_secret_is_asked_for_without_credentials() {
    var object = new FunctionCode.S3("code", "a b/c+d.zip", "v=1", null);
    HttpRequest request = S3Request.of(object, STORE, Optional.empty(), Instant.EPOCH);
    assertEquals(
        URI.create("http://store:9000/code/a%20b/c%2Bd.zip?versionId=v%3D1"), request.uri());
    assertFalse(request.headers().map().containsKey("Authorization"));
  }

  @Test
  void the_secret_key_is_in_no_text() {
    assertFalse(new SigV4("id", "secret", "r").toString().contains("secret"));
  }
}
