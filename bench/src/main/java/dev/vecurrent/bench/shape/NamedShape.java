package dev.vecurrent.bench.shape;

/**
 * A shape that somebody runs.
 *
 * @param name what it is called
 * @param shape the sizes
 * @param source where the sizes come from
 */
public record NamedShape(String name, Shape shape, String source) {}
