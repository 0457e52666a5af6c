package dev.hearth.operator.account;

import dev.hearth.crds.Account;
import dev.hearth.crds.AccountStatus;
import dev.hearth.crds.Function;
import dev.hearth.operator.LeanFunctions;
import dev.hearth.operator.gateway.DemandBoard;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Counts what each namespace uses, no more often than people can read. */
@Singleton
@RateLimited(maxReconciliations = 1, within = 10)
@ControllerConfiguration(name = "account")
public final class AccountReconciler implements Reconciler<Account> {
  private final DemandBoard demand;
  private final SimpleInboundEventSource<Account> gateways =
      new SimpleInboundEventSource<>("gateways");

  AccountReconciler(DemandBoard demand) {
    this.demand = demand;
  }

  @Override
  public List<EventSource<?, Account>> prepareEventSources(EventSourceContext<Account> context) {
    return List.of(
        gateways,
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Function.class, Account.class)
                .withName("functions")
                .withItemStore(LeanFunctions.store())
                .withSecondaryToPrimaryMapper(
                    function ->
                        Set.of(new ResourceID(Account.NAME, function.getMetadata().getNamespace())))
                .build(),
            context));
  }

  /** More or less runs in this namespace. */
  public void look(String namespace) {
    gateways.propagateEvent(new ResourceID(Account.NAME, namespace));
  }

  @Override
  public UpdateControl<Account> reconcile(Account account, Context<Account> context) {
    List<Function> functions = context.getSecondaryResourcesAsStream(Function.class).toList();
    int running = demand.running(account.getMetadata().getNamespace());
    AccountStatus status = usage(account.getMetadata().getGeneration(), functions, running);
    if (status.equals(account.getStatus())) {
      return UpdateControl.noUpdate();
    }
    var patch = new Account();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(account.getMetadata().getName())
            .withNamespace(account.getMetadata().getNamespace())
            .build());
    patch.setStatus(status);
    return UpdateControl.patchStatus(patch);
  }

  static AccountStatus usage(long generation, List<Function> functions, int running) {
    int reserved =
        functions.stream()
            .map(function -> function.getSpec().reservedConcurrentExecutions())
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .sum();
    long code =
        functions.stream()
            .filter(f -> f.getStatus() != null && f.getStatus().code() != null)
            .mapToLong(f -> f.getStatus().code().size())
            .sum();
    return new AccountStatus(generation, running, reserved, functions.size(), code);
  }
}
