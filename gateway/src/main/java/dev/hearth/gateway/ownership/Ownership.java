package dev.hearth.gateway.ownership;

import dev.hearth.gateway.function.FunctionId;
import java.util.Optional;

/**
 * Who decides for what, as this gateway knows it at this moment. Safe for use by several threads;
 * asked for every request, so it answers from memory.
 */
public interface Ownership {
  /** There is one gateway only, and it decides for everything. */
  Ownership ALONE =
      new Ownership() {
        private final Place here = new Place.Here(0);

        @Override
        public Place place(FunctionId function) {
          return here;
        }

        @Override
        public Optional<Address> address(String gateway) {
          return Optional.empty();
        }

        @Override
        public long epoch() {
          return 0;
        }

        @Override
        public void told(long epoch) {}

        @Override
        public void heard(String gateway, boolean leaves) {}
      };

  /** Where a gateway takes requests. */
  record Address(String host, int port) {}

  /** Where it is decided for a function. */
  Place place(FunctionId function);

  /** Where another gateway is; empty for one that has not been heard for too long. */
  Optional<Address> address(String gateway);

  /** Of the newest membership that is known. */
  long epoch();

  /** Somebody knows this epoch. */
  void told(long epoch);

  /**
   * Another gateway says that it lives.
   *
   * @param leaves whether it wants to decide for nothing any more
   */
  void heard(String gateway, boolean leaves);
}
