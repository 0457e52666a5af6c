package dev.hearth.gateway.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldTest {
  private final World world = new World(1);
  private final World.Node node = new World.Node("node");
  private final List<Long> happened = new ArrayList<>();

  @Test
  void a_node_that_is_paused_goes_on_afterwards() {
    world.after(5, node, this::happens);
    world.pause(node, 10);
    world.run(100);
    assertEquals(List.of(10L), happened);
  }

  @Test
  void a_short_pause_does_not_end_a_long_one() {
    world.after(5, node, this::happens);
    world.pause(node, 50);
    world.pause(node, 10);
    world.run(100);
    assertEquals(List.of(50L), happened);
  }

  @Test
  void a_node_that_is_woken_goes_on_at_once() {
    world.after(5, node, this::happens);
    world.pause(node, 50);
    world.run(20);
    world.wake(node, 20);
    world.run(100);
    assertEquals(List.of(20L), happened);
  }

  private void happens() {
    happened.add(world.now);
  }
}
