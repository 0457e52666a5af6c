package dev.hearth.gateway.provisioning;

import dev.hearth.gateway.function.FunctionId;

/** Tells one wish from all others, whatever is wished for. */
record Key(FunctionId function, String qualifier, String name) {}
