package dev.vecurrent.bench.measure;

import dev.vecurrent.bench.contender.Contender;

/**
 * A contender in a {@link PairedRun}.
 *
 * @param name what it is called in messages
 * @param contender open
 */
public record Entrant(String name, Contender contender) {}
