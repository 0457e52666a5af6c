package dev.hearth.operator;

import dev.hearth.operator.account.AccountReconciler;
import dev.hearth.operator.function.FunctionReconciler;
import dev.hearth.operator.gateway.Demand.Provisioned;
import dev.hearth.operator.gateway.DemandBoard.News;
import dev.hearth.operator.pool.PoolReconciler;
import dev.hearth.operator.version.AliasReconciler;
import dev.hearth.operator.version.VersionReconciler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;

/** Has everything looked at that a gateway has said something new about. */
@Singleton
final class Newsroom {
  private final PoolReconciler pools;
  private final FunctionReconciler functions;
  private final VersionReconciler versions;
  private final AliasReconciler aliases;
  private final AccountReconciler accounts;

  Newsroom(
      PoolReconciler pools,
      FunctionReconciler functions,
      VersionReconciler versions,
      AliasReconciler aliases,
      AccountReconciler accounts) {
    this.pools = pools;
    this.functions = functions;
    this.versions = versions;
    this.aliases = aliases;
    this.accounts = accounts;
  }

  void tell(News news) {
    news.pools().forEach(pools::look);
    pools.lookForPods(news.claims());
    news.missing().forEach(functions::restore);
    news.missing().forEach(versions::restore);
    news.functions().forEach(functions::look);
    news.accounts().forEach(accounts::look);
    news.provisioned().forEach(this::look);
  }

  private void look(Provisioned provisioned) {
    var one = new ResourceID(provisioned.name(), provisioned.namespace());
    if (provisioned.isOfAlias()) {
      aliases.look(one);
    } else {
      versions.look(one);
    }
  }
}
