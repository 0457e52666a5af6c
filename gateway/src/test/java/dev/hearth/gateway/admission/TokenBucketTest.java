package dev.hearth.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void a_full_bucket_gives_what_a_period_has_and_no_more() {
    var bucket = new TokenBucket(3, SECOND, 0);
    assertEquals(3, taken(bucket, 0));
    assertEquals(0, taken(bucket, 0));
  }

  @Test
  void tokens_come_back_evenly() {
    var bucket = new TokenBucket(3, SECOND, 0);
    assertEquals(3, taken(bucket, 0));
    assertFalse(bucket.take(SECOND / 3));
    assertEquals(1, bucket.untilNext(SECOND / 3));
    assertTrue(bucket.take(SECOND / 3 + 1));
  }

  @Test
  void nothing_is_saved_beyond_one_period() {
    var bucket = new TokenBucket(3, SECOND, 0);
    assertEquals(3, taken(bucket, 1_000 * SECOND));
    assertEquals(3, taken(bucket, Long.MAX_VALUE));
  }

  @Test
  void a_clock_that_goes_back_gives_nothing() {
    var bucket = new TokenBucket(3, SECOND, 10 * SECOND);
    assertEquals(3, taken(bucket, 10 * SECOND));
    assertEquals(0, taken(bucket, 9 * SECOND));
    assertEquals(0, taken(bucket, 10 * SECOND));
  }

  @Test
  void an_empty_bucket_says_when_to_come_again() {
    var bucket = new TokenBucket(10, SECOND, 0);
    assertEquals(0, bucket.untilNext(0));
    assertEquals(10, taken(bucket, 0));
    assertEquals(SECOND / 10, bucket.untilNext(0));
    assertEquals(SECOND / 20, bucket.untilNext(SECOND / 20));
    assertEquals(Long.MAX_VALUE, new TokenBucket(0, SECOND, 0).untilNext(0));
  }

  @Test
  void a_smaller_bucket_keeps_no_more_than_it_holds() {
    var bucket = new TokenBucket(10, SECOND, 0);
    bucket.resize(2, 0);
    assertEquals(2, taken(bucket, 0));
    bucket.resize(10, 0);
    assertEquals(0, taken(bucket, 0));
    assertFalse(bucket.full(SECOND - 1));
    assertTrue(bucket.full(SECOND));
  }

  @Test
  void in_no_stretch_of_time_are_more_given_than_its_share_and_one_period() {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    var random = new SplittableRandom(seed);
    for (int run = 0; run < 200; run++) {
      long perPeriod = random.nextLong(1, 50);
      long start = random.nextBoolean() ? 0 : Long.MAX_VALUE - 1_000;
      var bucket = new TokenBucket(perPeriod, 1_000, start);
      long given = 0;
      long passed = 0;
      for (int step = 0; step < 300; step++) {
        passed += random.nextLong(1 + random.nextLong(200));
        given += bucket.take(start + passed) ? 1 : 0;
        long most = perPeriod + passed * perPeriod / 1_000;
        assertTrue(given <= most, "-Dhearth.seed=" + seed);
        assertTrue(bucket.untilNext(start + passed) >= 0, "-Dhearth.seed=" + seed);
      }
    }
  }

  private static int taken(TokenBucket bucket, long now) {
    int taken = 0;
    while (bucket.take(now)) {
      taken++;
    }
    return taken;
  }
}
