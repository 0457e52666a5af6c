package dev.hearth.gateway.provisioning;

import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.FunctionId;

/**
 * What has become of a wish for kept sandboxes.
 *
 * @param qualifier an alias, or the number of a version
 * @param name of the object that wishes
 * @param requested wanted now, as schedules and use say
 * @param allocated what account and reservation have room for
 * @param available initialised of these, where invocations go now
 * @param reason why it is not all that is wanted, or what is still to come; empty where nothing is
 * @param route where invocations go
 */
public record Standing(
    FunctionId function,
    String qualifier,
    String name,
    int requested,
    int allocated,
    int available,
    String reason,
    AliasRoute route) {
  /** Whether the version that invocations are to go to cannot be initialised. */
  public boolean initFails() {
    return reason.equals(Provisioning.INIT_FAILURE);
  }
}
