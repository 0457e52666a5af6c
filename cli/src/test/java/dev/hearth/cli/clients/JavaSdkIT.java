package dev.hearth.cli.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The AWS SDK for Java 2 against local mode. */
class JavaSdkIT {
  private static LocalMode local;
  private static LambdaClient lambda;
  private static LambdaAsyncClient async;

  @BeforeAll
  static void start() throws Exception {
    local =
        LocalMode.serving(
            LocalMode.ofTests("echo"), LocalMode.ofTests("fail"), LocalMode.ofTests("stream"));
    lambda = configured(LambdaClient.builder()).build();
    async = configured(LambdaAsyncClient.builder()).build();
  }

  @AfterAll
  static void end() throws Exception {
    lambda.close();
    async.close();
    local.end();
  }

  @Test
  void an_invocation_answers() {
    InvokeResponse answer = invoke("echo", "{\"a\":[1,null]}");
    assertEquals(200, answer.statusCode());
    assertEquals("$LATEST", answer.executedVersion());
    assertTrue(answer.payload().asUtf8String().contains("\"a\": [1, null]"));
  }

  @Test
  void the_log_tail_and_the_client_context_pass() {
    String context =
        Base64.getEncoder().encodeToString("{\"custom\":{\"who\":\"me\"}}".getBytes(UTF_8));
    InvokeResponse answer =
        lambda.invoke(r -> r.functionName("echo").logType(LogType.TAIL).clientContext(context));
    String log = new String(Base64.getDecoder().decode(answer.logResult()), UTF_8);
    assertTrue(log.contains("REPORT RequestId: "), log);
    assertTrue(answer.payload().asUtf8String().contains("\"who\": \"me\""));
  }

  @Test
  void a_functions_exception_is_a_function_error() {
    InvokeResponse answer = invoke("fail", "{\"what\":\"luck\"}");
    assertEquals("Unhandled", answer.functionError());
    assertTrue(answer.payload().asUtf8String().contains("no luck"));
  }

  @Test
  void refusals_are_typed_exceptions() {
    var absent = assertThrows(ResourceNotFoundException.class, () -> invoke("absent", "{}"));
    assertEquals("User", absent.type());
    assertTrue(absent.requestId() != null && !absent.requestId().isEmpty());
    assertThrows(InvalidRequestContentException.class, () -> invoke("echo", "not json"));
    String large = '"' + "x".repeat(6_291_555) + '"';
    assertThrows(RequestTooLargeException.class, () -> invoke("echo", large));
  }

  @Test
  void a_large_event_comes_back_whole() {
    String large = '"' + "x".repeat(3_000_000) + '"';
    assertTrue(invoke("echo", large).payload().asUtf8String().contains(large));
  }

  @Test
  void a_stream_is_heard_while_the_function_runs() throws Exception {
    assertEquals("first;last", stream(false));
  }

  private static String stream(boolean fail) throws Exception {
    Path until = LocalMode.seenBySandboxes();
    var said = new CopyOnWriteArrayList<String>();
    var handler =
        InvokeWithResponseStreamResponseHandler.builder()
            .subscriber(
                InvokeWithResponseStreamResponseHandler.Visitor.builder()
                    .onPayloadChunk(
                        chunk -> {
                          said.add(chunk.payload().asUtf8String());
                          touch(until);
                        })
                    .onInvokeComplete(
                        end -> said.add(end.errorCode() == null ? "" : end.errorCode()))
                    .build())
            .build();
    var event = SdkBytes.fromUtf8String("{\"until\":\"" + until + "\",\"fail\":" + fail + "}");
    async
        .invokeWithResponseStream(r -> r.functionName("stream").payload(event), handler)
        .get(1, TimeUnit.MINUTES);
    return String.join("", said);
  }

  private static void touch(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InvokeResponse invoke(String function, String event) {
    return lambda.invoke(r -> r.functionName(function).payload(SdkBytes.fromUtf8String(event)));
  }

  private static <B extends AwsClientBuilder<B, C>, C> B configured(B builder) {
    var anybody = AwsBasicCredentials.create("any", "any");
    return builder
        .endpointOverride(URI.create(local.endpoint()))
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(anybody));
  }
}
