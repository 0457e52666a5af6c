package dev.hearth.shim.lifecycle;

import java.util.List;

/** The outcome of a decision: the state from now on and what has to be done. */
public record Step(Lifecycle next, List<Effect> effects) {}
