package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;

/**
 * How inputs of two-input operators broadcast below opset 7: not at all, or with {@code broadcast}
 * 1 the second input to the first, of which it has some consecutive axes: the last ones, or those
 * from {@code axis} on. PRelu's slope has the second axis. The output has the shape of the first
 * input.
 */
final class OldBroadcast implements Operator {

  private final String name;
  private final Operator operator;
  private final boolean broadcasts;

  /**
   * The axis of the first input where those of the second begin; {@code null} for the last ones.
   */
  private final @Nullable Long axis;

  private OldBroadcast(String name, Operator operator, boolean broadcasts, @Nullable Long axis) {
    this.name = name;
    this.operator = operator;
    this.broadcasts = broadcasts;
    this.axis = axis;
  }

  /** The operator as it is since opset 7, below that with the attributes broadcast and axis. */
  static Operator read(NodeReader reader, Operator operator) {
    if (reader.opset() >= 7) {
      return operator;
    }
    boolean broadcasts = reader.flag("broadcast", false);
    Long axis = reader.has("axis") ? Long.valueOf(reader.integer("axis", 0)) : null;
    return new OldBroadcast(reader.operator(), operator, broadcasts, axis);
  }

  /** PRelu, whose slope is one number or one for each channel. */
  static Operator byChannel(Operator operator, String name) {
    return new OldBroadcast(name, operator, true, 1L);
  }

  @Override
  public Set<Trait> traits() {
    return axis == null ? operator.traits() : Set.of();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact a = Ports.required(name, inputs, 0);
    Fact b = Ports.required(name, inputs, 1);
    int[] aDims = a.dims();
    int[] bDims = b.dims();
    if (aDims == null || bDims == null) {
      Fact[] facts = operator.infer(new Fact[] {a.shapeOnly(), Fact.of(b.type())});
      return new Fact[] {new Fact(facts[0].type(), aDims, null, null)};
    }
    int[] aligned = Arrays.copyOf(bDims, aDims.length + bDims.length);
    int rank = align(aDims, aDims.length, aligned, bDims.length);
    int[] dims = Arrays.copyOf(aligned, rank);
    Fact[] facts = operator.infer(new Fact[] {a, Elements.reshaped(b, dims)});
    int[] out = facts[0].dims();
    boolean known = out == null || areKnown(out);
    if (out != null && known && a.hasShape() && !Arrays.equals(out, aDims)) {
      throw mismatch(Shapes.text(aDims), Shapes.text(bDims));
    }
    return known ? facts : new Fact[] {new Fact(facts[0].type(), aDims, null, null)};
  }

  private static boolean areKnown(int[] dims) {
    for (int dim : dims) {
      if (dim < 0) {
        return false;
      }
    }
    return true;
  }

  /** Puts the axes of the second input where they belong; gives the rank that it has then. */
  private int align(int[] a, int aRank, int[] b, int bRank) {
    boolean one = true;
    for (int i = 0; i < bRank; i++) {
      one &= b[i] == 1;
    }
    if (one && broadcasts && bRank <= aRank) {
      return bRank;
    }
    boolean fits = broadcasts ? bRank <= aRank : bRank == aRank;
    int from = axis == null || !broadcasts || bRank == aRank ? aRank - bRank : from(aRank);
    fits = fits && from >= 0 && from + bRank <= aRank;
    for (int i = 0; fits && i < bRank; i++) {
      boolean stretched = broadcasts && b[i] == 1;
      fits = b[i] < 0 || a[from + i] < 0 || b[i] == a[from + i] || stretched;
    }
    if (!fits) {
      throw mismatch(Shapes.text(Arrays.copyOf(a, aRank)), Shapes.text(Arrays.copyOf(b, bRank)));
    }
    Arrays.fill(b, bRank, aRank - from, 1);
    return aRank - from;
  }

  private int from(int rank) {
    return axis == null ? 0 : Shapes.axis(name, axis, rank);
  }

  private IllegalArgumentException mismatch(String a, String b) {
    String rule =
        broadcasts
            ? "the axes of the second do not fit those of the first"
                + (axis == null ? "" : " from axis " + axis + " on")
            : "below opset 7 they must be equal, or attribute broadcast 1";
    return new IllegalArgumentException(name + ": inputs have " + a + " and " + b + ": " + rule);
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Shapes.times(Tensor.MAX_RANK, operator.work(inputs, outputs));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor a = Ports.required(name, inputs, 0);
    Tensor b = Ports.required(name, inputs, 1);
    int[] aDims = workspace.ints(0, Tensor.MAX_RANK);
    int[] bDims = workspace.ints(1, 2L * Tensor.MAX_RANK);
    int rank = align(aDims, Shapes.copyDims(a, aDims), bDims, Shapes.copyDims(b, bDims));
    Tensor view = workspace.view(b.type());
    view.viewOf(b, bDims, rank);
    inputs[1] = view;
    try {
      operator.run(inputs, outputs, workspace);
    } finally {
      inputs[1] = b;
    }
    Tensor out = Ports.required(name, outputs, 0);
    if (!out.sameShape(a)) {
      throw mismatch(a.toString(), b.toString());
    }
  }
}
