package dev.hearth.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.provisioning.Standing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortagesTest {
  private final List<String> told = new ArrayList<>();
  private final Shortages shortages = new Shortages(told::add);

  @Test
  void what_there_is_no_room_for_is_said_once_and_again_when_it_changes() {
    shortages.look(List.of(standing(3)));
    shortages.look(List.of(standing(3)));
    assertEquals(List.of("f:live has provisioned concurrency of 3, not 5: full"), told);
    shortages.look(List.of(standing(5)));
    shortages.look(List.of(standing(3)));
    assertEquals(2, told.size());
  }

  @Test
  void an_init_that_fails_is_said_though_there_is_room() {
    shortages.look(List.of(standing(5, "FUNCTION_ERROR_INIT_FAILURE")));
    assertEquals(
        List.of("f:live has provisioned concurrency that cannot be initialised: its Init fails"),
        told);
  }

  private static Standing standing(int allocated) {
    return standing(allocated, "full");
  }

  private static Standing standing(int allocated, String reason) {
    var function = new FunctionId("default", "f");
    return new Standing(function, "live", "f-live", 5, allocated, 0, reason, AliasRoute.to("1"));
  }
}
