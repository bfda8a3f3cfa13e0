package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.shape.Transpose;
import dev.vecurrent.internal.run.Hindrance;
import dev.vecurrent.internal.run.OutputAxes;
import dev.vecurrent.internal.run.TimeFacts;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where time and batch are in inputs and outputs, and which nodes mix time steps. Each axis of each
 * input has a label. Labels run along axes of the values that are made from it, until a node mixes
 * or loses them. Layers tell afterwards which labels are time.
 */
public final class TimeAxes {

  private final Draft draft;
  private final Told told;
  private final Map<String, ValueAxes> known = new HashMap<>();
  private final List<Mixing> mixings = new ArrayList<>();

  /** Values that hold what the caller carries over from call to call. */
  private final Set<String> carried;

  private TimeAxes(Draft draft, Set<String> states) {
    this.draft = draft;
    this.told = new Told(draft.inputs.size() * Tensor.MAX_RANK);
    this.carried = new HashSet<>(states);
  }

  /**
   * Follows all axes through a graph.
   *
   * @param states names of the inputs that hold what an output of the call before gave
   */
  public static TimeFacts find(Draft draft, Set<String> states) {
    TimeAxes axes = new TimeAxes(draft, states);
    axes.label();
    for (DraftNode node : draft.nodes) {
      axes.follow(node);
    }
    axes.told.settle();
    return new TimeFacts(InputRoles.of(draft, axes.told), axes.outputs(), axes.hindrances());
  }

  private void label() {
    for (int input = 0; input < draft.inputs.size(); input++) {
      String name = draft.inputs.get(input);
      Fact fact = draft.fact(name);
      int[] dims = fact == null || fact.isSequence() || fact.isOptional() ? null : fact.dims();
      if (dims != null && dims.length > 0) {
        known.put(name, labelled(input, dims));
      }
    }
  }

  private static ValueAxes labelled(int input, int[] dims) {
    List<Axis> axes = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      int[] label = {input * Tensor.MAX_RANK + axis};
      axes.add(Axis.of(new Factor(label, dims[axis], Steps.ALONE)));
    }
    return new ValueAxes(axes, Labels.NONE);
  }

  private void follow(DraftNode node) {
    NodeAxes at = new NodeAxes(draft, node, known, mixings);
    for (Draft body : node.bodies.values()) {
      if (LayerRules.startsAnew(body)) {
        at.refuse(node, "has recurrent layers inside, whose states are not carried");
        break;
      }
    }
    if (node.isOverTime()) {
      overTime(at);
    } else if (!hasLabels(node)) {
      return;
    } else if (node.isRecurrent()) {
      LayerRules.oneStep(at);
    } else if (node.operator == null) {
      at.loseAll("has bodies, inside which time steps are not followed");
    } else if (draft.isRandom(node)) {
      at.loseAll("draws random numbers");
    } else if (node.is("Concat") && carried.contains(node.input(0))) {
      told.carried(Places.concat(at, true));
    } else {
      OperatorRules.follow(at);
      passCarried(at);
    }
  }

  private boolean hasLabels(DraftNode node) {
    for (String input : node.inputs) {
      if (known.containsKey(input)) {
        return true;
      }
    }
    return false;
  }

  /** What a layer reads that takes an input of unknown rank tells the rank of it. */
  private void overTime(NodeAxes at) {
    String x = at.node.layers().getFirst().input(RecurrentNode.X);
    ValueAxes labels = known.get(x);
    List<Axis> axes = at.axes(x);
    int input = axes == null ? draft.inputs.indexOf(x) : -1;
    if (input >= 0) {
      int[] dims = {Fact.UNKNOWN, Fact.UNKNOWN, Fact.UNKNOWN};
      axes = labelled(input, dims).axes();
    }
    LayerRules.overTime(at, axes, labels == null ? Labels.NONE : labels.lost(), told);
  }

  /**
   * Parts of a carried state are carried, and a convolution behind one tells where the batch is.
   */
  private void passCarried(NodeAxes at) {
    DraftNode node = at.node;
    if (carried.contains(node.input(0))) {
      boolean isPart =
          node.has(Trait.KEEPS_ORDER)
              || node.operator instanceof Transpose
              || node.is("Gather")
              || node.is("Slice")
              || node.is("Split");
      if (isPart) {
        carried.addAll(node.outputs);
      }
    }
    List<Axis> axes = node.is("Conv") ? at.axes(0) : null;
    for (int axis = 2; axes != null && axis < axes.size(); axis++) {
      if (axes.get(axis).steps() == Steps.CARRIED) {
        told.convolved(axes.getFirst());
      }
    }
  }

  private List<OutputAxes> outputs() {
    List<OutputAxes> axes = new ArrayList<>();
    for (String output : draft.outputs) {
      ValueAxes own = known.get(output);
      axes.add(new OutputAxes(axis(own, told.time), axis(own, told.batch)));
    }
    return axes;
  }

  /** The axis along which one of some labels runs. */
  private int axis(@Nullable ValueAxes value, BitSet labels) {
    if (value == null) {
      return OutputAxes.NONE;
    }
    for (int axis = 0; axis < value.axes().size(); axis++) {
      if (Labels.meet(value.axes().get(axis).main().labels(), labels)) {
        return axis;
      }
    }
    boolean isLost =
        Labels.meet(value.lost(), labels)
            || Labels.meet(value.lost(), told.suspects)
            || Labels.meet(value.all(), told.suspects);
    return isLost ? OutputAxes.UNKNOWN : OutputAxes.NONE;
  }

  private List<Hindrance> hindrances() {
    List<Hindrance> found = new ArrayList<>();
    Mixing last = null;
    for (Mixing mixing : mixings) {
      // A node that reads time twice is named once.
      if (counts(mixing) && (last == null || !mixing.isLike(last))) {
        found.add(mixing.inWords());
        last = mixing;
      }
    }
    return found;
  }

  private boolean counts(Mixing mixing) {
    boolean isTime = Labels.meet(mixing.labels(), told.time);
    return switch (mixing.kind()) {
      case LAYER -> true;
      case MIXES -> isTime;
      case LOSES -> isTime || Labels.meet(mixing.labels(), told.suspects);
    };
  }
}
