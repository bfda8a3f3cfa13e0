package dev.vecurrent;

import dev.vecurrent.internal.plan.Compiled;
import dev.vecurrent.internal.plan.Compiler;
import dev.vecurrent.internal.plan.Defaults;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A graph, compiled once for each set of optional inputs that callers give: to all others, constant
 * inputs are constants, folded and packed. Safe for use by several threads.
 */
final class Variants {

  private final Graph graph;
  private final Compiler.Options options;
  private final Map<Set<String>, Compiled> compiled = new HashMap<>();

  Variants(Graph whole, CompileOptions options) {
    this.options =
        new Compiler.Options(
            options.vector(),
            options.foldedBytes(),
            options.valueBytes(),
            options.inputs(),
            options.outputs());
    Compiled first = Compiler.compile(whole, this.options);
    compiled.put(Set.of(), first);
    // Constants of the whole need not be kept for what was cut from it, if nobody can give one.
    this.graph = first.graph().optionalInputs().isEmpty() ? first.graph() : whole;
  }

  /** The graph for callers that give these of the optional inputs, behind the other inputs. */
  synchronized Compiled of(Set<String> given) {
    return compiled.computeIfAbsent(
        Set.copyOf(given), names -> Compiler.compile(Defaults.given(graph, names), options));
  }

  /** What the file says for an optional input. */
  Tensor initial(String name) {
    return Objects.requireNonNull(graph.constants().get(name));
  }
}
