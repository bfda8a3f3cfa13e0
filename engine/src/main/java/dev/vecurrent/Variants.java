package dev.vecurrent;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.plan.Compiler;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A graph, compiled once for each form of call. To callers that do not give an optional input, it
 * is a constant, folded and packed. An input that is declared a scalar is one until a caller gives
 * another shape. Safe for use by several threads.
 */
final class Variants {

  /** The most forms that are kept: callers choose them, and each has packed weights of its own. */
  private static final int MOST_FORMS = 16;

  private final Graph graph;
  private final Compiler.Options options;
  private final Compiled declared;
  private final Map<Form, Compiled> compiled = new LinkedHashMap<>(16, 0.75f, true);

  /** Names of optional inputs that no output needs. */
  private final Set<String> unread = new HashSet<>();

  /**
   * What callers give beside what the graph declares.
   *
   * @param given names of optional inputs, which are behind the other inputs
   * @param ofAnyShape names of inputs whose shapes are not what the graph declares
   */
  record Form(Set<String> given, Set<String> ofAnyShape) {

    static final Form DECLARED = new Form(Set.of(), Set.of());

    Form {
      given = Set.copyOf(given);
      ofAnyShape = Set.copyOf(ofAnyShape);
    }

    // What the JVM writes for a record when it is first asked takes milliseconds of every start.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Form form
          && form.given.equals(given)
          && form.ofAnyShape.equals(ofAnyShape);
    }

    @Override
    public int hashCode() {
      return 31 * given.hashCode() + ofAnyShape.hashCode();
    }
  }

  Variants(Graph whole, CompileOptions options, Watch watch) {
    this.options =
        new Compiler.Options(
            options.vector(),
            options.foldedBytes(),
            options.compileBytes(),
            options.valueBytes(),
            options.sessionBytes(),
            options.inputs(),
            options.outputs());
    Compiled first = Compiler.compile(whole, this.options, watch);
    declared = first;
    compiled.put(Form.DECLARED, first);
    for (ValueInfo input : whole.optionalInputs()) {
      unread.add(input.name());
    }
    for (ValueInfo input : first.graph().optionalInputs()) {
      unread.remove(input.name());
    }
    // Constants of the whole need not be kept for what was cut from it, if nobody can give one.
    this.graph = first.graph().optionalInputs().isEmpty() ? first.graph() : whole;
  }

  /**
   * The graph for one form of call.
   *
   * @param watch whether compiling goes on, if the form is a new one
   */
  synchronized Compiled of(Form form, Watch watch) {
    Compiled known = compiled.get(form);
    if (known != null) {
      return known;
    }
    Compiled made =
        Compiler.compile(
            Defaults.given(Defaults.ofAnyShape(graph, form.ofAnyShape()), form.given()),
            options,
            watch);
    if (compiled.size() == MOST_FORMS) {
      compiled.remove(compiled.keySet().iterator().next());
    }
    compiled.put(form, made);
    return made;
  }

  /** The graph for calls that give what the model declares. */
  Compiled declared() {
    return declared;
  }

  /** The graph that all forms are of. */
  Graph graph() {
    return graph;
  }

  /** Whether a value is an optional input that changes nothing. */
  boolean isUnread(String name) {
    return unread.contains(name);
  }

  /** What the file says for an optional input. */
  Tensor initial(String name) {
    return Objects.requireNonNull(graph.constants().get(name));
  }
}
