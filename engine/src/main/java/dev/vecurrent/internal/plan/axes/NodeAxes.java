package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeValues;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.run.Hindrance;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node as rules see it: the axes of its inputs, and a place for those of its outputs. */
final class NodeAxes {

  final DraftNode node;

  private final Draft draft;
  private final Map<String, ValueAxes> known;
  private final List<Mixing> mixings;

  /** What every output has lost, because an input has. */
  private int[] lost = Labels.NONE;

  /**
   * A node.
   *
   * @param known axes of values with labels, by name; receives those of outputs
   * @param mixings receives what the node does to axes
   */
  NodeAxes(Draft draft, DraftNode node, Map<String, ValueAxes> known, List<Mixing> mixings) {
    this.draft = draft;
    this.node = node;
    this.known = known;
    this.mixings = mixings;
    for (String input : node.inputs) {
      ValueAxes axes = known.get(input);
      lost = axes == null ? lost : Labels.union(lost, axes.lost());
    }
  }

  /** The axes of an input; {@code null} where its rank is not known. */
  @Nullable
  List<Axis> axes(int input) {
    return axes(node.input(input));
  }

  /** The axes of a value; {@code null} where its rank is not known. */
  @Nullable
  List<Axis> axes(String name) {
    ValueAxes labelled = known.get(name);
    int[] dims = dims(name);
    if (labelled != null && (dims == null || dims.length == labelled.axes().size())) {
      return labelled.axes().isEmpty() && dims == null ? null : labelled.axes();
    }
    if (dims == null) {
      return null;
    }
    Steps steps =
        labelled != null
            ? Steps.MIXED
            : draft.constants.containsKey(name) ? Steps.PINNED : Steps.OWN;
    return plain(dims, steps);
  }

  private static List<Axis> plain(int[] dims, Steps steps) {
    List<Axis> axes = new ArrayList<>();
    for (int dim : dims) {
      axes.add(Axis.plain(dim, steps));
    }
    return axes;
  }

  /** Whether labels run along an input, or were lost on the way to it. */
  boolean isLabelled(int input) {
    return known.containsKey(node.input(input));
  }

  /** Dimensions that are known of a value; {@code null} where not even the rank is. */
  int @Nullable [] dims(String name) {
    Tensor constant = draft.constants.get(name);
    Fact fact = draft.fact(name);
    return constant != null ? constant.shape() : fact == null ? null : fact.dims();
  }

  /** A dimension of an output, {@link Fact#UNKNOWN} where it is not known. */
  int outputDim(int output, int axis) {
    return NodeValues.dim(draft, node.output(output), axis);
  }

  /** The elements of an input as far as they are known. */
  @Nullable
  Fact fact(int input) {
    return draft.fact(node.input(input));
  }

  /** Integers that are an attribute, or else an input that is known. */
  long @Nullable [] integers(String attribute, int input) {
    if (node.node instanceof OperatorNode operator
        && operator.attributes().get(attribute) instanceof AttributeValue.OfInts(List<Long> list)) {
      long[] values = new long[list.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = list.get(i);
      }
      return values;
    }
    return input < 0 ? null : Elements.allOf(draft.fact(node.input(input)));
  }

  long integer(String attribute, long otherwise) {
    return NodeValues.integer(node, attribute, otherwise);
  }

  /** The version of its operator set. */
  int opset() {
    return node.node instanceof OperatorNode operator ? operator.opset() : Integer.MAX_VALUE;
  }

  /** An output has these axes. */
  void make(int output, List<Axis> axes) {
    make(node.output(output), axes);
  }

  /** Every output has these axes. */
  void makeAll(List<Axis> axes) {
    for (String output : node.outputs) {
      make(output, axes);
    }
  }

  /** A value has these axes, and lacks what the inputs have lost. */
  void make(String name, List<Axis> axes) {
    int[] dims = dims(name);
    if (name.isEmpty()) {
      return;
    }
    if (dims != null && dims.length != axes.size()) {
      put(name, new ValueAxes(plain(dims, Steps.MIXED), new ValueAxes(axes, lost).all()));
      return;
    }
    List<Axis> sized = axes;
    if (dims != null) {
      sized = new ArrayList<>();
      for (int axis = 0; axis < dims.length; axis++) {
        sized.add(axes.get(axis).sized(dims[axis]));
      }
    }
    put(name, new ValueAxes(sized, lost));
  }

  private void put(String name, ValueAxes axes) {
    if (!axes.isEmpty()) {
      known.put(name, axes);
    }
  }

  /** Labels run along nothing of the outputs that is known. */
  void forget(int[] labels) {
    lost = Labels.union(lost, labels);
  }

  /** The node does something to an axis of which nobody knows what it means for time. */
  void lose(int[] labels, String what) {
    if (labels.length > 0) {
      mixings.add(new Mixing(node, Hindrance.Kind.LOSES, labels, what, -1, 0));
      forget(labels);
    }
  }

  /** No label can be followed through the node. */
  void loseAll(String what) {
    int[] all = Labels.NONE;
    for (String input : node.inputs) {
      ValueAxes axes = known.get(input);
      all = axes == null ? all : Labels.union(all, axes.all());
    }
    int[] fresh = all.length == lost.length ? Labels.NONE : all;
    lose(fresh, what);
    for (String output : node.outputs) {
      int[] dims = dims(output);
      if (!output.isEmpty()) {
        List<Axis> axes = dims == null ? List.of() : plain(dims, Steps.MIXED);
        put(output, new ValueAxes(axes, lost));
      }
    }
  }

  /** The node mixes the places along an axis of an input. */
  void mix(Axis axis, int place, String what) {
    mix(axis, place, what, 0);
  }

  /** As {@link #mix(Axis, int, String)}, a window at a time. */
  void mix(Axis axis, int place, String what, int kernel) {
    int[] labels = axis.labels();
    if (labels.length > 0) {
      mixings.add(new Mixing(node, Hindrance.Kind.MIXES, labels, what, place, kernel));
    }
  }

  /** A layer, of the node or in it, can never be part of a stream. */
  void refuse(DraftNode layer, String what) {
    mixings.add(new Mixing(layer, Hindrance.Kind.LAYER, Labels.NONE, what, -1, 0));
  }
}
