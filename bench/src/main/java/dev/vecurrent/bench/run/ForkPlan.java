package dev.vecurrent.bench.run;

import dev.vecurrent.bench.shape.Shape;
import java.util.List;

/**
 * What one fresh process measures.
 *
 * @param label for progress messages
 * @param engines contenders; ratios are to the first one
 * @param shapes cells, in the order in which they are measured
 * @param seconds about how long it may take
 */
record ForkPlan(String label, List<EngineName> engines, List<Shape> shapes, double seconds) {}
