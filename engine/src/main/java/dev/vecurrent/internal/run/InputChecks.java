package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.Printable;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the tensors of a call are what the graph declares: type, rank and sizes that are fixed.
 * Equal names of sizes are hints, not checked. Allocates nothing where all is well.
 */
final class InputChecks {

  private static final int ANY = -1;

  private final List<ValueInfo> infos;

  /**
   * The declared size of each dimension, {@link #ANY} where it is not fixed; empty for any rank.
   */
  private final int[][] sizes;

  private final boolean[] anyRank;

  /** Inputs that need not be given. */
  private final boolean[] unread;

  InputChecks(Compiled compiled) {
    this.infos = compiled.graph().inputs();
    this.unread = new boolean[infos.size()];
    this.sizes = new int[infos.size()][];
    this.anyRank = new boolean[infos.size()];
    for (int i = 0; i < infos.size(); i++) {
      List<Dimension> dims = infos.get(i).shape().orElse(new ArrayList<>());
      unread[i] = compiled.isUnread(infos.get(i).name());
      anyRank[i] = infos.get(i).shape().isEmpty();
      sizes[i] = new int[dims.size()];
      for (int axis = 0; axis < sizes[i].length; axis++) {
        sizes[i][axis] = dims.get(axis).size();
      }
    }
  }

  void check(@Nullable Value[] inputs) {
    if (inputs.length != sizes.length) {
      throw new IllegalArgumentException(
          Printable.message("inputs: expected " + infos + ", found " + inputs.length + " values"));
    }
    for (int i = 0; i < inputs.length; i++) {
      Value value = inputs[i];
      if (value == null && unread[i]) {
        continue;
      }
      if (infos.get(i).isOptional()) {
        if (value == null) {
          continue;
        }
        if (value instanceof OptionalValue optional) {
          value = optional.place();
          if (!optional.isPresent()) {
            checkAbsent(i, optional);
            continue;
          }
        }
      }
      if (value == null || value.type() != infos.get(i).type()) {
        throw mismatch(i, value, "");
      }
      if (value instanceof TensorSequence sequence && infos.get(i).isSequence()) {
        checkTensors(i, sequence);
        continue;
      }
      if (!(value instanceof Tensor input) || infos.get(i).isSequence()) {
        throw mismatch(i, value, "");
      }
      if (anyRank[i]) {
        continue;
      }
      if (input.rank() != sizes[i].length) {
        throw mismatch(i, input, "");
      }
      for (int axis = 0; axis < input.rank(); axis++) {
        if (sizes[i][axis] != ANY && sizes[i][axis] != input.dim(axis)) {
          throw mismatch(i, input, ": the file fixes dimension " + axis + " at " + sizes[i][axis]);
        }
      }
    }
  }

  private void checkAbsent(int i, OptionalValue value) {
    ValueInfo info = infos.get(i);
    if (value.type() != info.type() || value.isSequence() != info.isSequence()) {
      throw mismatch(i, value, "");
    }
  }

  /** Sizes that are fixed must be so in every tensor; those with a symbol may differ. */
  private void checkTensors(int i, TensorSequence sequence) {
    for (int k = 0; k < sequence.size() && !anyRank[i]; k++) {
      Tensor tensor = sequence.get(k);
      boolean fits = tensor.rank() == sizes[i].length;
      for (int axis = 0; fits && axis < tensor.rank(); axis++) {
        fits = sizes[i][axis] == ANY || sizes[i][axis] == tensor.dim(axis);
      }
      if (!fits) {
        throw mismatch(i, tensor, " in place " + k);
      }
    }
  }

  private IllegalArgumentException mismatch(int i, @Nullable Value input, String why) {
    return new IllegalArgumentException(
        "input " + infos.get(i) + ": found " + (input == null ? "nothing" : input) + why);
  }
}
