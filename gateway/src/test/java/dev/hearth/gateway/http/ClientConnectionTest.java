package dev.hearth.gateway.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.sandbox.Caller;
import org.junit.jupiter.api.Test;

class ClientConnectionTest {
  private static final long QUIET = 10;
  private static final long UPLOAD = 100;

  private final ClientConnection client = new ClientConnection(0);

  @Test
  void a_client_without_a_request_is_slow_after_the_quiet_limit() {
    assertFalse(slowAt(10));
    assertTrue(slowAt(11));
  }

  @Test
  void a_client_that_uploads_is_slow_after_the_upload_limit() {
    client.requestBegan(5);
    assertFalse(slowAt(105));
    assertTrue(slowAt(106));
  }

  @Test
  void a_client_that_waits_for_its_function_is_never_slow() {
    client.requestBegan(0);
    client.bodyEnded(1);
    assertFalse(slowAt(1_000_000));
  }

  @Test
  void an_answered_client_is_quiet_again() {
    client.requestBegan(0);
    client.bodyEnded(1);
    client.responseEnded(1_000);
    assertFalse(slowAt(1_010));
    assertTrue(slowAt(1_011));
  }

  @Test
  void a_client_that_is_answered_early_may_end_its_upload() {
    client.requestBegan(0);
    client.responseEnded(90);
    assertFalse(slowAt(190));
    assertTrue(slowAt(191));
    client.bodyEnded(150);
    assertTrue(slowAt(161));
  }

  @Test
  void closing_tells_only_a_caller_who_still_waits() {
    client.requestBegan(0);
    Caller answered = client.caller();
    client.responseEnded(1);
    client.requestBegan(2);
    Caller waiting = client.caller();
    client.closed();
    assertFalse(answered.hasLeft());
    assertTrue(waiting.hasLeft());
  }

  private boolean slowAt(long now) {
    return client.slow(now, QUIET, UPLOAD);
  }
}
