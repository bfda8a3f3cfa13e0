package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * The shapes of the inputs that a node has made ready for, and of its output. A call with the same
 * ones takes what is ready, so that what follows from shapes alone is neither done nor compiled
 * again.
 */
final class KnownShapes {

  /** The rank of an input that is not given. */
  private static final int ABSENT = -1;

  private final int[] out = new int[Tensor.MAX_RANK];
  private int outRank;

  /** The rank and the dimensions of each input, one after the other. */
  private int[] in = new int[0];

  private int length;

  /**
   * Gives the output its shape if the inputs have the known ones; otherwise none are known any
   * more.
   */
  boolean resize(@Nullable Tensor[] inputs, Tensor output) {
    if (!has(inputs)) {
      length = 0;
      return false;
    }
    output.resize(out, outRank);
    return true;
  }

  private boolean has(@Nullable Tensor[] inputs) {
    if (length == 0) {
      return false;
    }
    int at = 0;
    for (Tensor input : inputs) {
      int rank = input == null ? ABSENT : input.rank();
      if (in[at++] != rank) {
        return false;
      }
      for (int axis = 0; axis < rank; axis++) {
        if (in[at++] != input.dim(axis)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Notes the shapes of a call. */
  void note(@Nullable Tensor[] inputs, Tensor output) {
    int most = inputs.length * (1 + Tensor.MAX_RANK);
    in = in.length < most ? Arrays.copyOf(in, most) : in;
    int at = 0;
    for (Tensor input : inputs) {
      int rank = input == null ? ABSENT : input.rank();
      in[at++] = rank;
      for (int axis = 0; axis < rank; axis++) {
        in[at++] = input.dim(axis);
      }
    }
    length = at;
    outRank = Shapes.copyDims(output, out);
  }
}
