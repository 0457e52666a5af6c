package dev.hearth.gateway.ownership;

import dev.hearth.gateway.admission.Admission;
import dev.hearth.gateway.admission.Ledger;
import dev.hearth.gateway.admission.Permit;
import dev.hearth.gateway.function.FunctionId;
import java.util.LinkedHashMap;
import java.util.Map;

/** One owner's ledger, under the eyes of the referee. */
final class SimLedger extends Ledger {
  private final Referee referee;
  private final Map<Permit, FunctionId> given = new LinkedHashMap<>();

  SimLedger(SimGateway.Surroundings around, long now) {
    this.referee = around.referee();
    configure(around.scenario().limits(), Map.of(), now);
  }

  @Override
  public Admission admit(FunctionId function, String number, long now) {
    Admission admission = super.admit(function, number, now);
    if (admission instanceof Admission.Admitted(Permit permit)) {
      given.put(permit, function);
      referee.admitted(function.toString());
    }
    return admission;
  }

  @Override
  public void release(Permit permit) {
    super.release(permit);
    FunctionId function = given.remove(permit);
    if (function != null) {
      referee.returned(function.toString());
    }
  }

  /** Nobody gives them back, since the gateway that had them is gone. */
  void lose() {
    given.values().forEach(function -> referee.returned(function.toString()));
  }
}
