package dev.hearth.gateway;

import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.http.RequestLimits;
import dev.hearth.gateway.sandbox.SandboxLimits;

/**
 * Everything a gateway is told, read once by whoever makes it.
 *
 * @param host address both ports listen on
 * @param port of the AWS Lambda API; 0 takes a free one
 * @param managementPort of health and metrics; 0 takes a free one
 * @param accounts account ids, part of every ARN, and their namespaces
 * @param region part of every ARN
 * @param eventLoops threads that serve requests, 1 or more
 * @param sandboxes limits on sandboxes and on waiting for them
 * @param requests limits on what clients send
 */
public record GatewayConfig(
    String host,
    int port,
    int managementPort,
    Accounts accounts,
    String region,
    int eventLoops,
    SandboxLimits sandboxes,
    RequestLimits requests) {

  /** One gateway on this machine, with the default limits. */
  public static GatewayConfig local(
      String host, int port, int managementPort, String accountId, String region) {
    return new GatewayConfig(
        host,
        port,
        managementPort,
        Accounts.local(accountId),
        region,
        Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4),
        SandboxLimits.defaults(),
        RequestLimits.defaults());
  }

  /** The same with other limits on sandboxes. */
  public GatewayConfig withSandboxes(SandboxLimits limits) {
    return new GatewayConfig(
        host, port, managementPort, accounts, region, eventLoops, limits, requests);
  }

  /** The same with other limits on requests. */
  public GatewayConfig withRequests(RequestLimits limits) {
    return new GatewayConfig(
        host, port, managementPort, accounts, region, eventLoops, sandboxes, limits);
  }

  /** The same with another number of event loops. */
  public GatewayConfig withEventLoops(int loops) {
    return new GatewayConfig(
        host, port, managementPort, accounts, region, loops, sandboxes, requests);
  }
}
