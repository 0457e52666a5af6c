package dev.hearth.e2e.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** AWS's client for Java at the gateway, for the functions of one namespace; it tries once. */
public final class Lambda implements AutoCloseable {
  private static final int CONNECTIONS = 200;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final URI gateway;
  private final ClientOverrideConfiguration settings;
  private final LambdaClient client;

  Lambda(URI gateway, String namespace) {
    this.gateway = gateway;
    settings =
        ClientOverrideConfiguration.builder()
            .putHeader("X-Hearth-Namespace", namespace)
            .retryStrategy(AwsRetryStrategy.doNotRetry())
            .apiCallTimeout(LIMIT)
            .build();
    client =
        LambdaClient.builder()
            .endpointOverride(gateway)
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClientBuilder(
                ApacheHttpClient.builder().maxConnections(CONNECTIONS).socketTimeout(LIMIT))
            .overrideConfiguration(settings)
            .build();
  }

  /**
   * What a function did.
   *
   * @param error as in {@code X-Amz-Function-Error}
   * @param version as in {@code X-Amz-Executed-Version}
   */
  public record Answer(String payload, Optional<String> error, String version) {}

  /** Invokes a function and waits for its answer, whatever it is. */
  public Answer invoke(String function, String event) {
    InvokeResponse response =
        client.invoke(r -> r.functionName(function).payload(SdkBytes.fromUtf8String(event)));
    return new Answer(
        response.payload().asUtf8String(),
        Optional.ofNullable(response.functionError()),
        response.executedVersion());
  }

  /** The payload of a function that must succeed. */
  public String call(String function, String event) {
    Answer answer = invoke(function, event);
    if (answer.error().isPresent()) {
      throw new IllegalStateException(function + " failed: " + answer.payload());
    }
    return answer.payload();
  }

  /** AWS's asynchronous client, which has response streams; whoever asks closes it. */
  public LambdaAsyncClient async() {
    return LambdaAsyncClient.builder()
        .endpointOverride(gateway)
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .overrideConfiguration(settings)
        .build();
  }

  @Override
  public void close() {
    client.close();
  }
}
