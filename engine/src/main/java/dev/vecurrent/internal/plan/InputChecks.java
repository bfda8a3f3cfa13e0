package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether the tensors of a call are what the graph declares. Allocates nothing where they are. */
final class InputChecks {

  private static final int ANY = -1;

  private final List<ValueInfo> infos;

  /**
   * The declared size of each dimension, {@link #ANY} where it is not fixed; empty for any rank.
   */
  private final int[][] sizes;

  /** The symbol of each dimension that is not fixed, as an index; {@link #ANY} for none. */
  private final int[][] symbols;

  private final boolean[] anyRank;
  private final int[] symbolSizes;

  InputChecks(List<ValueInfo> infos) {
    this.infos = infos;
    this.sizes = new int[infos.size()][];
    this.symbols = new int[infos.size()][];
    this.anyRank = new boolean[infos.size()];
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < infos.size(); i++) {
      List<Dimension> dims = infos.get(i).shape().orElse(new ArrayList<>());
      anyRank[i] = infos.get(i).shape().isEmpty();
      sizes[i] = dims.stream().mapToInt(Dimension::size).toArray();
      symbols[i] = new int[dims.size()];
      for (int axis = 0; axis < dims.size(); axis++) {
        String symbol = dims.get(axis).symbol();
        boolean named = !dims.get(axis).isFixed() && !symbol.isEmpty();
        symbols[i][axis] = named ? index.computeIfAbsent(symbol, _ -> index.size()) : ANY;
      }
    }
    this.symbolSizes = new int[index.size()];
  }

  void check(@Nullable Value[] inputs) {
    if (inputs.length != sizes.length) {
      throw new IllegalArgumentException(
          "inputs: expected " + infos + ", found " + inputs.length + " values");
    }
    Arrays.fill(symbolSizes, ANY);
    for (int i = 0; i < inputs.length; i++) {
      Value value = inputs[i];
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
        checkDim(i, axis, input);
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

  private void checkDim(int i, int axis, Tensor input) {
    int dim = input.dim(axis);
    if (sizes[i][axis] != ANY && sizes[i][axis] != dim) {
      throw mismatch(i, input, "");
    }
    int symbol = symbols[i][axis];
    if (symbol == ANY) {
      return;
    }
    if (symbolSizes[symbol] != ANY && symbolSizes[symbol] != dim) {
      String name = infos.get(i).shape().orElseThrow().get(axis).symbol();
      throw mismatch(
          i, input, ", where " + name + " is " + symbolSizes[symbol] + " in another input");
    }
    symbolSizes[symbol] = dim;
  }

  private IllegalArgumentException mismatch(int i, @Nullable Value input, String why) {
    return new IllegalArgumentException(
        "input " + infos.get(i) + ": found " + (input == null ? "nothing" : input) + why);
  }
}
