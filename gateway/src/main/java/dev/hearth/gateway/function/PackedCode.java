package dev.hearth.gateway.function;

import java.nio.file.Path;

/**
 * Code of an {@link Artifact} as it is sent to a sandbox: its zip, or another that holds the same.
 *
 * @param size bytes
 * @param crc32c of these bytes, in hexadecimal
 */
public record PackedCode(Path path, long size, String crc32c) {}
