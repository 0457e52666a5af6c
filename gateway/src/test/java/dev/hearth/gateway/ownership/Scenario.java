package dev.hearth.gateway.ownership;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Limits.Reservation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Functions and their limits. In one account all share a few executions, since it is too small to
 * set any aside, so that reservations are caps; in the other each has its own.
 */
record Scenario(List<FunctionId> functions, Limits limits, Set<FunctionId> own) {
  static final String SHARED = "shared";
  static final String RESERVED = "reserved";
  static final int ACCOUNT = 6;

  static Scenario of(int functions) {
    var all = new ArrayList<FunctionId>();
    var reserved = new LinkedHashMap<FunctionId, Reservation>();
    var own = new HashSet<FunctionId>();
    int guaranteed = 0;
    for (int i = 0; i < functions; i++) {
      boolean shares = i % 4 != 3;
      var id = new FunctionId(shares ? SHARED : RESERVED, "f" + i);
      all.add(id);
      int executions = i % 2 == 1 ? 2 : 3;
      if (!shares) {
        own.add(id);
        guaranteed += executions;
      }
      if (!shares || i % 4 < 2) {
        reserved.put(id, new Reservation(executions, Instant.EPOCH));
      }
    }
    var accounts = Map.of(SHARED, ACCOUNT, RESERVED, 100 + guaranteed);
    return new Scenario(List.copyOf(all), new Limits(accounts, reserved), Set.copyOf(own));
  }

  List<String> namespaces() {
    return List.of(SHARED, RESERVED);
  }

  boolean shares(FunctionId function) {
    return !own.contains(function);
  }

  static String accountKey(String namespace) {
    return "account " + namespace;
  }

  List<String> countedBy(FunctionId function) {
    return List.of(function.toString(), accountKey(function.namespace()));
  }

  Map<String, Integer> limitsByKey() {
    var byKey = new HashMap<String, Integer>();
    for (FunctionId function : functions) {
      Reservation own = limits.reserved().get(function);
      byKey.put(function.toString(), own == null ? Integer.MAX_VALUE : own.executions());
      byKey.put(accountKey(function.namespace()), limits.account(function.namespace()));
    }
    return byKey;
  }
}
