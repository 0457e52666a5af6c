package dev.hearth.operator.code;

import java.net.URI;

/**
 * The S3-compatible store of this installation.
 *
 * @param endpoint where buckets are the first part of the path
 * @param region part of each signature
 */
public record S3Settings(URI endpoint, String region) {}
