package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.KnownShape;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * The shapes of the inputs that a node has made ready for, and of its output. A call with the same
 * ones takes what is ready, so that what follows from shapes alone is neither done nor compiled
 * again.
 */
final class KnownShapes {

  private final KnownShape out = new KnownShape();
  private KnownShape[] in = new KnownShape[0];
  private boolean known;

  /**
   * Gives the output its shape if the inputs have the known ones; otherwise none are known any
   * more.
   */
  boolean resize(@Nullable Tensor[] inputs, Tensor output) {
    known = known && areOf(inputs);
    if (known) {
      out.resize(output);
    }
    return known;
  }

  private boolean areOf(@Nullable Tensor[] inputs) {
    for (int i = 0; i < inputs.length; i++) {
      if (!in[i].isOf(inputs[i])) {
        return false;
      }
    }
    return true;
  }

  /** Notes the shapes of a call. */
  void note(@Nullable Tensor[] inputs, Tensor output) {
    int before = in.length;
    if (before < inputs.length) {
      in = Arrays.copyOf(in, inputs.length);
      for (int i = before; i < in.length; i++) {
        in[i] = new KnownShape();
      }
    }
    for (int i = 0; i < inputs.length; i++) {
      in[i].note(inputs[i]);
    }
    out.note(output);
    known = true;
  }
}
