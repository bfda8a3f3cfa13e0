package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeValues;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A forward and a backward layer of one cell that read the same X, and whose outputs are put side
 * by side, become one bidirectional layer. They start from zero, and nobody reads where they end.
 */
final class Pairing {

  private static final int[] WEIGHTS = {RecurrentNode.W, RecurrentNode.R, RecurrentNode.B};
  private static final float[] NONE = {};

  private final Draft draft;
  private final Bounds bounds;

  private Pairing(Draft draft, Bounds bounds) {
    this.draft = draft;
    this.bounds = bounds;
  }

  static void pair(Draft draft, Bounds bounds) {
    draft.index();
    Pairing pairing = new Pairing(draft, bounds);
    List<DraftNode> nodes = new ArrayList<>(draft.nodes);
    for (int i = 0; i < nodes.size(); i++) {
      DraftNode concat = nodes.get(i);
      DraftNode both = concat.is("Concat") ? pairing.both(concat) : null;
      if (both != null) {
        nodes.set(i, both); // both layers stand before it
        for (String half : concat.inputs) {
          nodes.remove(draft.maker(half));
          i--;
        }
        draft.countAbsorbed(concat);
      }
    }
    if (nodes.size() < draft.nodes.size()) {
      draft.nodes.clear();
      draft.nodes.addAll(nodes);
    }
  }

  private @Nullable DraftNode both(DraftNode concat) {
    long axis = NodeValues.integer(concat, "axis", 0);
    boolean sideBySide = concat.inputs.size() == 2 && (axis == 2 || axis == -1);
    if (!sideBySide) {
      return null;
    }
    DraftNode forward = layer(concat.input(0), Direction.FORWARD);
    DraftNode backward = layer(concat.input(1), Direction.REVERSE);
    if (forward == null || backward == null || forward.form == null || !fit(forward, backward)) {
      return null;
    }
    Cell cell = ((RecurrentNode) forward.node).cell().withDirection(Direction.BIDIRECTIONAL);
    List<String> inputs = new ArrayList<>(List.of(forward.input(RecurrentNode.X)));
    for (int weight : WEIGHTS) {
      inputs.add(stacked(forward.input(weight), backward.input(weight)));
    }
    inputs.add(forward.input(RecurrentNode.SEQUENCE_LENS));
    RecurrentNode node =
        new RecurrentNode(forward.node.name(), cell, inputs, List.of(concat.output(0)));
    LayerForm form = forward.form;
    return new DraftNode(node, null, new LayerForm(form.xBatchMajor(), form.yOrder(), false));
  }

  /** The layer of a direction that makes a value for nobody else, and nothing beside it. */
  private @Nullable DraftNode layer(String half, Direction direction) {
    DraftNode node = draft.maker(half);
    boolean fits =
        node != null
            && node.isOverTime()
            && node.form != null
            && node.form.yOrder().merged()
            && node.node instanceof RecurrentNode layer
            && layer.cell().direction() == direction
            && draft.loneReader(half) != null
            && draft.readers(node.output(1)) == 0
            && draft.readers(node.output(2)) == 0
            && node.input(RecurrentNode.INITIAL_H).isEmpty()
            && node.input(RecurrentNode.INITIAL_C).isEmpty()
            && node.input(RecurrentNode.P).isEmpty();
    return fits ? node : null;
  }

  private boolean fit(DraftNode forward, DraftNode backward) {
    Cell one = ((RecurrentNode) forward.node).cell();
    Cell other = ((RecurrentNode) backward.node).cell();
    boolean fits =
        one.equals(other.withDirection(Direction.FORWARD))
            && forward.input(RecurrentNode.X).equals(backward.input(RecurrentNode.X))
            && forward
                .input(RecurrentNode.SEQUENCE_LENS)
                .equals(backward.input(RecurrentNode.SEQUENCE_LENS))
            && forward.form != null
            && backward.form != null
            && forward.form.xBatchMajor() == backward.form.xBatchMajor()
            && forward.form.yOrder() == backward.form.yOrder();
    for (int weight : WEIGHTS) {
      fits = fits && canStack(forward.input(weight), backward.input(weight));
    }
    return fits;
  }

  private boolean canStack(String a, String b) {
    Tensor first = draft.constants.get(a);
    Tensor second = draft.constants.get(b);
    if (first == null || second == null) {
      return a.isEmpty() && b.isEmpty();
    }
    return first.type() == ElementType.FLOAT32
        && first.sameShape(second)
        && draft.stored.of(first) == draft.stored.of(second);
  }

  /** The name of both weights, the second behind the first. */
  private String stacked(String a, String b) {
    Tensor first = draft.constants.get(a);
    Tensor second = draft.constants.get(b);
    if (first == null || second == null) {
      return "";
    }
    float[] both = bounds.budget().floats(NONE, 2L * first.size());
    bounds.watch().spend(both.length);
    System.arraycopy(first.floats(), 0, both, 0, first.size());
    System.arraycopy(second.floats(), 0, both, first.size(), first.size());
    int[] shape = first.shape();
    shape[0] = 2;
    Tensor tensor = Tensor.of(both, shape);
    draft.stored.note(tensor, draft.stored.of(first));
    return draft.constant(a, tensor);
  }
}
