package dev.vecurrent.internal.plan.state;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeValues;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.ControlNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Follows graph inputs through a draft, in the order of its nodes: through what only moves
 * elements, then through what makes the next state of one.
 */
final class Origins {

  private final Draft draft;
  private final Dependences dependences;
  private final LayerOrigins layers;
  private final Map<String, Origin> origins = new HashMap<>();

  private Origins(Draft draft, Dependences dependences, LayerOrigins layers) {
    this.draft = draft;
    this.dependences = dependences;
    this.layers = layers;
  }

  /** Of a graph. */
  static Origins of(Draft draft, Dependences dependences, LayerOrigins layers) {
    Origins all = new Origins(draft, dependences, layers);
    for (String input : draft.inputs) {
      all.origins.put(input, Origin.of(input, NodeValues.rank(draft, input)));
    }
    all.follow();
    return all;
  }

  /** Of a branch. */
  private Origins inside(DraftNode node, Draft branch) {
    Origins inner = new Origins(branch, dependences.inside(node, branch), layers);
    int first = node.inputs.size() - branch.inputs.size();
    for (int i = 0; i < branch.inputs.size(); i++) {
      inner.put(branch.inputs.get(i), origins.get(node.inputs.get(first + i)));
    }
    inner.follow();
    return inner;
  }

  /** The origin of a value; {@code null} where it has none, or several. */
  @Nullable
  Origin of(String value) {
    return origins.get(value);
  }

  private void put(String value, @Nullable Origin origin) {
    if (origin != null && !value.isEmpty()) {
      origins.put(value, origin);
    }
  }

  private void follow() {
    for (DraftNode node : draft.nodes) {
      if (node.isRecurrent()) {
        for (DraftNode layer : node.layers()) {
          dependences.add(layer);
          layers.follow(draft, layer, origins);
        }
      } else if (node.is("If")) {
        branches(node);
      } else {
        dependences.add(node);
        if (node.node instanceof ControlNode control) {
          carried(node, control);
        } else {
          operator(node);
        }
      }
    }
  }

  private void branches(DraftNode node) {
    Draft then = Objects.requireNonNull(node.bodies.get("then_branch"));
    Draft otherwise = Objects.requireNonNull(node.bodies.get("else_branch"));
    Origins one = inside(node, then);
    Origins other = inside(node, otherwise);
    for (int i = 0; i < node.outputs.size(); i++) {
      String value = node.outputs.get(i);
      String a = then.outputs.get(i);
      String b = otherwise.outputs.get(i);
      dependences.add(value, node.input(0), one.dependences, a);
      dependences.add(value, node.input(0), other.dependences, b);
      put(value, either(one.of(a), one.dependences.isFixed(a), other.of(b), other.isFixed(b)));
    }
  }

  private boolean isFixed(String value) {
    return dependences.isFixed(value);
  }

  /** Of a value that is one of two, of which one may depend on no input and clears the other. */
  private static @Nullable Origin either(
      @Nullable Origin a, boolean fixedA, @Nullable Origin b, boolean fixedB) {
    if (a != null && b != null) {
      return a.or(b);
    }
    Origin one = a == null ? b : a;
    if (one == null || one.isLonger() || !(a == null ? fixedA : fixedB)) {
      return null;
    }
    return one.isBefore() ? one.reset() : one;
  }

  /** What a Scan, or a Loop that counts its turns, carries from step to step is a state. */
  private void carried(DraftNode node, ControlNode control) {
    boolean scan = node.is("Scan");
    int first = scan ? (control.isBatchedScan() ? 1 : 0) : 2;
    int states = control.inputs().size() - first - (scan ? control.scanInputs() : 0);
    if (!scan && !readsTurn(node)) {
      return;
    }
    for (int i = 0; i < states; i++) {
      Origin initial = origins.get(node.input(first + i));
      if (initial != null && initial.isBefore()) {
        put(node.output(i), initial.next(node.output(i)));
      }
    }
  }

  private static boolean readsTurn(DraftNode node) {
    Draft body = Objects.requireNonNull(node.bodies.get("body"));
    for (DraftNode each : body.nodes) {
      for (DraftNode layer : each.layers()) {
        if (layer.inputs.contains(body.inputs.getFirst())) {
          return true;
        }
      }
    }
    return false;
  }

  private void operator(DraftNode node) {
    String made = node.output(0);
    switch (node.node.operator()) {
      case "Concat" -> put(made, concat(node));
      case "Where" ->
          put(
              made,
              either(
                  of(node.input(1)),
                  isFixed(node.input(1)),
                  of(node.input(2)),
                  isFixed(node.input(2))));
      case "Mul" -> put(made, cleared(node));
      case "Add" -> put(made, counted(node));
      case "Slice", "Gather", "Split" -> {
        for (int i = 0; i < node.outputs.size(); i++) {
          put(node.outputs.get(i), taken(node, i));
        }
      }
      default -> {
        Origin from = of(node.input(0));
        if (from != null && AxisMoves.isMove(draft, node)) {
          put(made, from.moved(AxisMoves.sources(draft, node), AxisMoves.keepsOrder(draft, node)));
        }
      }
    }
  }

  /** Some elements along an axis. */
  private @Nullable Origin taken(DraftNode node, int output) {
    Origin from = of(node.input(0));
    if (from == null) {
      return null;
    }
    int axis = Ends.axis(draft, node);
    Origin part = from;
    if (from.isLonger() && axis == from.end) {
      boolean isNext =
          from.kind == Origin.Kind.STEPS
              ? Ends.takesLast(draft, node, axis)
              : Ends.takesEnd(draft, node, output, axis);
      if (!isNext) {
        return null;
      }
      part = from.next(node.outputs.get(output));
    } else if (from.isLonger() && axis < 0) {
      return null;
    } else if (from.kind == Origin.Kind.OLD && Ends.takesEnd(draft, node, output, axis)) {
      part = from.withoutFirst(axis);
    }
    return part.moved(AxisMoves.sources(draft, node), false);
  }

  private @Nullable Origin concat(DraftNode node) {
    Origin pieces = pieces(node);
    if (pieces != null) {
      return pieces;
    }
    Origin first = of(node.input(0));
    int axis = Ends.axis(draft, node);
    if (first == null || !first.isBefore() || axis < 0) {
      return null;
    }
    boolean fed = false;
    boolean computed = false;
    for (String newer : node.inputs.subList(1, node.inputs.size())) {
      Origin own = of(newer);
      if (own != null && own.input.equals(first.input)) {
        return null;
      }
      fed |= dependences.isOnOther(newer, first.input);
      computed |= !isFixed(newer) && (own == null || !own.isBefore());
    }
    if (!fed) {
      return null;
    }
    if (first.kind == Origin.Kind.OLD && first.end == axis) {
      return first.next(node.output(0)); // as many are new as are gone
    }
    return first.longer(computed ? Origin.Kind.GROWN : Origin.Kind.LONGER, axis);
  }

  /** Pieces of one state, or of its next one, put together. */
  private @Nullable Origin pieces(DraftNode node) {
    Origin all = of(node.input(0));
    for (String input : node.inputs) {
      Origin piece = of(input);
      all = all == null || piece == null ? null : all.or(piece);
    }
    if (all == null || (all.isLonger() && all.end == Ends.axis(draft, node))) {
      return null;
    }
    return all.together();
  }

  /** A state times what does not depend on it, as models do that start some sequences anew. */
  private @Nullable Origin cleared(DraftNode node) {
    Origin one = clearedBy(node.input(0), node.input(1), node.output(0));
    Origin other = clearedBy(node.input(1), node.input(0), node.output(0));
    return one == null ? other : other == null ? one : null;
  }

  private @Nullable Origin clearedBy(String state, String by, String made) {
    Origin from = of(state);
    boolean clears =
        from != null
            && from.isBefore()
            && dependences.isCandidate(from.input)
            && !dependences.isOn(by, from.input)
            && isOfShape(state, made);
    return clears ? Objects.requireNonNull(from).reset() : null;
  }

  /** Whether a value has the shape of another, as far as is known. */
  private boolean isOfShape(String value, String other) {
    int[] dims = AxisMoves.dims(draft, value);
    int[] dimsOfOther = AxisMoves.dims(draft, other);
    if (dims == null || dimsOfOther == null) {
      return true;
    }
    boolean same = dims.length == dimsOfOther.length;
    for (int axis = 0; same && axis < dims.length; axis++) {
      same = dims[axis] < 0 || dimsOfOther[axis] < 0 || dims[axis] == dimsOfOther[axis];
    }
    return same;
  }

  /** A number that counts on by what does not depend on it. */
  private @Nullable Origin counted(DraftNode node) {
    Origin one = countedBy(node.input(0), node.input(1), node.output(0));
    Origin other = countedBy(node.input(1), node.input(0), node.output(0));
    return one == null ? other : other == null ? one : null;
  }

  /** Counts are integers: one, or one for each sequence. */
  private boolean isCounter(String value) {
    Fact fact = draft.fact(value);
    int[] dims = fact == null ? null : fact.dims();
    if (fact == null || dims == null || !AxisMoves.isIndex(fact.type())) {
      return false;
    }
    int longer = 0;
    for (int dim : dims) {
      longer += dim == 1 ? 0 : 1;
    }
    return longer <= 1;
  }

  private @Nullable Origin countedBy(String count, String by, String made) {
    Origin from = of(count);
    boolean counts =
        from != null
            && (from.kind == Origin.Kind.OLD || from.counts)
            && dependences.isCandidate(from.input)
            && isCounter(count)
            && !dependences.isOn(by, from.input);
    return counts ? Objects.requireNonNull(from).counted(made) : null;
  }
}
