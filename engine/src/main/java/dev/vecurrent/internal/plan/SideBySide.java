package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeShapes;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.OperatorNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Directions of a Y {@code [T, D, N, H]} that are cut out one by one, by Slice, Split or Gather,
 * and put side by side again, as tf2onnx has it.
 */
final class SideBySide {

  private final Draft draft;
  private final String y;
  private final int axis;
  private final List<DraftNode> taken = new ArrayList<>();

  private SideBySide(Draft draft, String y, int axis) {
    this.draft = draft;
    this.y = y;
    this.axis = axis;
  }

  /**
   * The nodes that merge two directions, the last of which makes {@code [T, N, D*H]}; empty if none
   * do.
   *
   * @param y the name of a value of rank 4
   * @param axis of its directions
   */
  static List<DraftNode> of(Draft draft, String y, int axis) {
    SideBySide found = new SideBySide(draft, y, axis);
    return found.merges() ? found.taken : List.of();
  }

  private boolean merges() {
    String[] halves = new String[2];
    for (DraftNode reader : draft.readersOf(y)) {
      if (!reader.input(0).equals(y) || !cut(reader, halves)) {
        return false;
      }
      taken.add(reader);
    }
    DraftNode concat = halves[0] == null ? null : draft.loneReader(halves[0]);
    boolean fits =
        concat != null
            && halves[1] != null
            && draft.loneReader(halves[1]) == concat
            && concat.is("Concat")
            && concat.inputs.equals(List.of(halves[0], halves[1]))
            && isLast(concat);
    if (fits) {
      taken.add(concat);
    }
    return fits;
  }

  private static boolean isLast(DraftNode concat) {
    long along = integer(concat, "axis", 0);
    return along == 2 || along == -1;
  }

  /** Notes the directions that a reader cuts out, without their axis. */
  private boolean cut(DraftNode reader, @Nullable String[] halves) {
    if (reader.is("Split") && integer(reader, "axis", 0) == axis && reader.outputs.size() == 2) {
      return squeezed(reader.output(0), 0, halves) && squeezed(reader.output(1), 1, halves);
    }
    if (reader.is("Gather") && integer(reader, "axis", 0) == axis) {
      long[] index = Elements.allOf(draft.fact(reader.input(1)));
      return index != null
          && index.length == 1
          && isScalar(reader.input(1))
          && note(reader.output(0), index[0], halves);
    }
    long start = only(reader, "starts", 1);
    boolean slices =
        reader.is("Slice")
            && only(reader, "axes", 3) == axis
            && only(reader, "ends", 2) == start + 1
            && (reader.input(4).isEmpty() || only(reader, "steps", 4) == 1);
    return slices && squeezed(reader.output(0), start, halves);
  }

  private boolean isScalar(String name) {
    Fact fact = draft.fact(name);
    int[] dims = fact == null ? null : fact.dims();
    return dims != null && dims.length == 0;
  }

  private boolean squeezed(String half, long direction, @Nullable String[] halves) {
    DraftNode squeeze = draft.onlyReader(half);
    if (squeeze == null || !NodeShapes.squeezes(draft, squeeze, axis, 4)) {
      return false;
    }
    taken.add(squeeze);
    return note(squeeze.output(0), direction, halves);
  }

  private static boolean note(String half, long direction, @Nullable String[] halves) {
    boolean fits = (direction == 0 || direction == 1) && halves[(int) direction] == null;
    if (fits) {
      halves[(int) direction] = half;
    }
    return fits;
  }

  private static long integer(DraftNode node, String attribute, long otherwise) {
    return node.node instanceof OperatorNode operator
            && operator.attributes().get(attribute) instanceof AttributeValue.OfInt(long value)
        ? value
        : otherwise;
  }

  /** The only element of an attribute or an input; a number that nothing is where there is none. */
  private long only(DraftNode node, String attribute, int input) {
    long[] values =
        node.node instanceof OperatorNode operator
                && operator.attributes().get(attribute)
                    instanceof AttributeValue.OfInts(List<Long> v)
            ? v.stream().mapToLong(Long::longValue).toArray()
            : Elements.allOf(draft.fact(node.input(input)));
    return values == null || values.length != 1 ? Long.MIN_VALUE : values[0];
  }
}
