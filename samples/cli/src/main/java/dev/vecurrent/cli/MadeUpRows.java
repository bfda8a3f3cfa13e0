package dev.vecurrent.cli;

import dev.vecurrent.spec.Dimension;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Sequences for a model that nobody has given any yet, one unlike the other.
 *
 * @param inputs those that records give
 * @param steps time steps where the model does not fix them
 * @param other every other size that the model does not fix
 * @param token the smallest of two tokens
 */
record MadeUpRows(List<ScoreInput> inputs, int steps, int other, int token) {

  private static final long SEED = 1;

  /** Copies the list. */
  MadeUpRows {
    inputs = List.copyOf(inputs);
  }

  /** As many sequences; each has the same values in every call. */
  List<List<Tensor>> of(int count) {
    List<List<Tensor>> rows = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      rows.add(row(n));
    }
    return rows;
  }

  /** A sequence of which every element is unlike those of {@link #of}. */
  List<Tensor> another() {
    return row(-1);
  }

  private List<Tensor> row(int n) {
    Random random = new Random(SEED + n);
    List<Tensor> row = new ArrayList<>();
    for (ScoreInput input : inputs) {
      List<Dimension> dims = input.rowDims();
      int[] shape = new int[dims.size()];
      boolean features = input.rank() == 2 && !input.isTokens();
      for (int axis = 0; axis < shape.length; axis++) {
        int free = axis == 0 && !features ? steps : other;
        shape[axis] = dims.get(axis).isFixed() ? dims.get(axis).size() : free;
      }
      Tensor value = Tensor.zeros(input.info().type(), shape);
      // One that is not among the others has the other token throughout.
      int own = n < 0 ? token + 1 : token;
      for (int i = 0; i < value.size(); i++) {
        float number = random.nextFloat() - 0.5f;
        switch (value.type()) {
          case FLOAT32 -> value.floats()[i] = number;
          case FLOAT64 -> value.doubles()[i] = number;
          case INT64 -> value.longs()[i] = own;
          case INT32 -> value.ints()[i] = own;
          case STRING -> value.strings()[i] = Integer.toString(own);
          default -> value.booleans()[i] = true;
        }
      }
      row.add(value);
    }
    return row;
  }
}
