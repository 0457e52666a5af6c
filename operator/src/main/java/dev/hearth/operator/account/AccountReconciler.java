package dev.hearth.operator.account;

import dev.hearth.crds.Account;
import dev.hearth.crds.AccountStatus;
import dev.hearth.crds.Function;
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
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** Counts what each namespace uses, no more often than people can read. */
@Singleton
@RateLimited(maxReconciliations = 1, within = 2)
@ControllerConfiguration(name = "account")
public final class AccountReconciler implements Reconciler<Account> {
  @Override
  public List<EventSource<?, Account>> prepareEventSources(EventSourceContext<Account> context) {
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Function.class, Account.class)
                .withName("functions")
                .withSecondaryToPrimaryMapper(
                    function ->
                        Set.of(new ResourceID(Account.NAME, function.getMetadata().getNamespace())))
                .build(),
            context));
  }

  @Override
  public UpdateControl<Account> reconcile(Account account, Context<Account> context) {
    List<Function> functions = context.getSecondaryResourcesAsStream(Function.class).toList();
    AccountStatus status = usage(account.getMetadata().getGeneration(), functions);
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

  static AccountStatus usage(long generation, List<Function> functions) {
    long code =
        functions.stream()
            .filter(f -> f.getStatus() != null && f.getStatus().code() != null)
            .mapToLong(f -> f.getStatus().code().size())
            .sum();
    return new AccountStatus(generation, functions.size(), code);
  }
}
