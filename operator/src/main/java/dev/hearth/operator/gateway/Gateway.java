package dev.hearth.operator.gateway;

import java.net.URI;

/**
 * A gateway that is ready.
 *
 * @param name of its pod
 * @param internal origin of its internal API
 */
public record Gateway(String name, URI internal) {}
