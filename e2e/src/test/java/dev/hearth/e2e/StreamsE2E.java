package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.e2e.cluster.Hearth;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;

/** A response reaches its caller while it is written. */
class StreamsE2E {
  @RegisterExtension static final Hearth HEARTH = new Hearth(StreamsE2E.class);

  @Test
  void a_response_arrives_in_the_pieces_it_was_written_in() throws Exception {
    HEARTH.applyFunction(
        "pieces",
        """
        runtime: nodejs20.x, handler: index.handler, timeout: 10, memorySize: 256, code: {inline: {index.mjs: "
        export const handler = awslambda.streamifyResponse(async (event, stream) => {
          for (const word of ['one', 'two', 'three']) {
            stream.write(word);
            await new Promise(done => setTimeout(done, 200));
          }
          stream.end();
        });"}}""");
    HEARTH.awaitActive("pieces");
    var pieces = new CopyOnWriteArrayList<String>();
    var handler =
        InvokeWithResponseStreamResponseHandler.builder()
            .subscriber(
                InvokeWithResponseStreamResponseHandler.Visitor.builder()
                    .onPayloadChunk(chunk -> pieces.add(chunk.payload().asUtf8String()))
                    .build())
            .build();
    try (var client = HEARTH.lambda().async()) {
      client
          .invokeWithResponseStream(
              r -> r.functionName("pieces").payload(SdkBytes.fromUtf8String("{}")), handler)
          .get(60, TimeUnit.SECONDS);
    }
    assertEquals(List.of("one", "two", "three"), pieces);
  }
}
