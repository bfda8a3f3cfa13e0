package dev.vecurrent.internal.op.norm;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Reals;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX RotaryEmbedding (since opset 23) of {@code [N, heads, steps, size]} or {@code [N, steps,
 * heads * size]}: pairs of the first {@code rotary_embedding_dim} elements of a head (all, if 0)
 * are turned by the angle of the step. A pair is two neighbours if {@code interleaved}, else an
 * element of the first half and one of the second.
 *
 * <p>Cosines and sines are rows of caches {@code [positions, pairs]} that {@code position_ids [N,
 * steps]} choose, or are given as {@code [N, steps, pairs]}. Computed in double, rounded once.
 */
final class RotaryEmbedding implements Operator {

  private static final String NAME = "RotaryEmbedding";

  private final boolean interleaved;
  private final long heads;
  private final long rotated;

  private RotaryEmbedding(boolean interleaved, long heads, long rotated) {
    this.interleaved = interleaved;
    this.heads = heads;
    this.rotated = rotated;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(23);
    reader.requireInputs(3, 4);
    reader.requireOutputs(1, 1);
    long heads = reader.integer("num_heads", 0);
    if (heads < 0) {
      reader.refuse("num_heads", Long.toString(heads), "expected 0 or more");
    }
    long rotated = reader.integer("rotary_embedding_dim", 0);
    if (rotated < 0 || rotated % 2 != 0) {
      reader.refuse(
          "rotary_embedding_dim", Long.toString(rotated), "expected an even number, 0 or more");
    }
    return new RotaryEmbedding(reader.flag("interleaved", false), heads, rotated);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "X", x, Types.REALS);
    int[] dims = x.dims();
    if (dims != null) {
      requireForm(dims.length, dims.length == 4 ? dims[1] : Fact.UNKNOWN, Shapes.text(dims));
    }
    Fact positions = Ports.optional(inputs, 3);
    for (int i = 1; i < 3; i++) {
      Fact cache = Ports.required(NAME, inputs, i);
      Types.requireSame(NAME, x, cache);
      int[] cacheDims = cache.dims();
      if (cacheDims != null && cacheDims.length != (positions == null ? 3 : 2)) {
        throw new IllegalArgumentException(
            NAME
                + ": a cache has "
                + Shapes.text(cacheDims)
                + (positions == null
                    ? ", expected [batch, steps, pairs] without position_ids"
                    : ", expected [positions, pairs] with position_ids"));
      }
    }
    if (positions != null) {
      Types.require(NAME, "position_ids", positions, Types.INDICES);
    }
    return new Fact[] {new Fact(x.type(), dims, null, null)};
  }

  private void requireForm(int rank, int given, Object shape) {
    if (rank == 3 && heads == 0) {
      throw new IllegalArgumentException(
          NAME + ": X is " + shape + "; num_heads must say how many heads the last axis has");
    }
    if (rank != 3 && rank != 4) {
      throw new IllegalArgumentException(NAME + ": X is " + shape + ", expected 3 or 4 dimensions");
    }
    if (rank == 4 && heads > 0 && given >= 0 && given != heads) {
      throw new IllegalArgumentException(
          NAME + ": X is " + shape + ", which are not num_heads " + heads);
    }
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.plus(Work.ROW, Work.products(inputs, outputs, 3L * Work.ROW));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor cos = Ports.required(NAME, inputs, 1);
    Tensor sin = Ports.required(NAME, inputs, 2);
    Tensor positions = Ports.optional(inputs, 3);
    Tensor out = Ports.required(NAME, outputs, 0);
    boolean split = x.rank() == 4;
    requireForm(x.rank(), split ? x.dim(1) : Fact.UNKNOWN, x);
    int steps = split ? x.dim(2) : x.dim(1);
    long count = split ? x.dim(1) : heads;
    int width = x.dim(x.rank() - 1);
    if (!split && width % count != 0) {
      throw new IllegalArgumentException(
          NAME + ": the last axis of " + x + " is no multiple of num_heads " + heads);
    }
    int size = split ? width : (int) (width / count);
    int turned = rotated == 0 ? size : (int) Math.min(rotated, Integer.MAX_VALUE);
    if (turned > size || turned % 2 != 0) {
      throw new IllegalArgumentException(
          NAME + ": " + turned + " elements of a head of " + size + " cannot be turned in pairs");
    }
    int pairs = turned / 2;
    requireCache(x.dim(0), steps, pairs, cos, positions);
    requireCache(x.dim(0), steps, pairs, sin, positions);
    if (cos.dim(0) != sin.dim(0)) {
      throw new IllegalArgumentException(
          NAME + ": the caches " + cos + " and " + sin + " are not of one shape");
    }
    out.resizeLike(x);
    workspace.copy(x.storage(), 0, out.storage(), 0, x.size());
    for (int row = 0; row < x.size() / Math.max(1, size); row++) {
      int outer = row / (split ? steps : (int) count);
      int batch = split ? outer / (int) count : outer / steps;
      int step = split ? row % steps : outer % steps;
      int at = cacheAt(batch, step, steps, cos, positions) * pairs;
      turn(x, row * size, pairs, cos, sin, at, out, workspace);
    }
  }

  private static void requireCache(
      int batch, int steps, int pairs, Tensor cache, @Nullable Tensor positions) {
    boolean fits = cache.rank() == (positions == null ? 3 : 2);
    fits = fits && cache.dim(cache.rank() - 1) == pairs;
    Tensor chosen = positions == null ? cache : positions;
    fits = fits && (positions == null || positions.rank() == 2) && chosen.dim(1) == steps;
    fits = fits && (chosen.dim(0) == batch || chosen.dim(0) == 1);
    if (!fits) {
      throw new IllegalArgumentException(
          NAME
              + ": the cache "
              + cache
              + (positions == null ? "" : " and position_ids " + positions)
              + " do not fit "
              + batch
              + " sequences of "
              + steps
              + " steps and "
              + pairs
              + " pairs");
    }
  }

  /** Which row of the caches a step of a sequence takes. */
  private static int cacheAt(
      int batch, int step, int steps, Tensor cache, @Nullable Tensor positions) {
    if (positions == null) {
      return (cache.dim(0) == 1 ? 0 : batch * steps) + step;
    }
    long position = Shapes.integer(positions, (positions.dim(0) == 1 ? 0 : batch * steps) + step);
    if (position < 0 || position >= cache.dim(0)) {
      throw new IllegalArgumentException(
          NAME + ": position " + position + " is outside of the cache " + cache);
    }
    return (int) position;
  }

  private void turn(
      Tensor x,
      int from,
      int pairs,
      Tensor cos,
      Tensor sin,
      int at,
      Tensor out,
      Workspace workspace) {
    workspace.spend(2 * Work.ROW);
    for (int i = 0, end = 0; i < pairs; i++) {
      end = i < end ? end : workspace.piece(i, pairs, 2 * Work.ROW);
      int first = from + (interleaved ? 2 * i : i);
      int second = from + (interleaved ? 2 * i + 1 : i + pairs);
      double a = Reals.get(x, first);
      double b = Reals.get(x, second);
      double c = Reals.get(cos, at + i);
      double s = Reals.get(sin, at + i);
      Reals.set(out, first, c * a - s * b);
      Reals.set(out, second, s * a + c * b);
    }
  }
}
