package dev.vecurrent.cli.stream;

import dev.vecurrent.Model;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a stream reads and answers, and which axes are time and batch. */
final class StreamAxes {

  static final int NONE = -1;

  private final Model model;
  private final List<ValueInfo> inputs;
  private final List<ValueInfo> outputs;
  private final boolean hasTime;
  private final @Nullable ValueInfo counted;

  StreamAxes(Model model) {
    Set<String> reads = new HashSet<>();
    Set<String> makes = new HashSet<>();
    for (GraphState state : model.states()) {
      reads.add(state.input());
      makes.add(state.output());
    }
    this.model = model;
    this.inputs = model.inputs().stream().filter(info -> !reads.contains(info.name())).toList();
    this.outputs = model.outputs().stream().filter(info -> !makes.contains(info.name())).toList();
    this.hasTime = inputs.stream().anyMatch(input -> timeAxis(input) >= 0);
    this.counted =
        inputs.stream()
            .filter(input -> input.shape().map(List::size).orElse(1) > 0)
            .findFirst()
            .orElse(inputs.isEmpty() ? null : inputs.getFirst());
  }

  Model model() {
    return model;
  }

  /** The inputs of the model without those that are carried, as of a stream. */
  List<ValueInfo> inputs() {
    return inputs;
  }

  /** The outputs of the model without those that are carried, as of a stream. */
  List<ValueInfo> outputs() {
    return outputs;
  }

  /** Whether an input has a time axis. Where none has, a call is a step. */
  boolean hasTime() {
    return hasTime;
  }

  /** The time axis of an input; {@link #NONE} where it is given whole with each call. */
  int timeAxis(ValueInfo input) {
    InputRole role = model.roleOf(input.name());
    return role.isSequences() ? role.timeAxis() : NONE;
  }

  /** Whether an input has the length of each sequence. */
  boolean isLengths(ValueInfo input) {
    return model.roleOf(input.name()).kind() == InputRole.Kind.LENGTHS;
  }

  /** The time axis of an output; {@link #NONE} where it has none. */
  int timeAxisOf(ValueInfo output) {
    return model.timeAxisOf(output.name()).orElse(NONE);
  }

  /**
   * The axis along which values of an input are cut: time, or the axis in front that counts calls.
   */
  int cutAxis(ValueInfo input) {
    if (hasTime) {
      return timeAxis(input);
    }
    return countsCalls(input) ? 0 : NONE;
  }

  /** Whether values of an input have an axis in front that counts calls. */
  boolean countsCalls(ValueInfo input) {
    return !hasTime && input.equals(counted);
  }

  /** The axis of the sequences in an input, as it is declared; {@link #NONE} if nothing tells. */
  int batchAxis(ValueInfo input) {
    InputRole role = model.roleOf(input.name());
    List<Dimension> dims = input.shape().orElse(List.of());
    if (role.batchAxis() >= 0 || dims.isEmpty()) {
      return role.batchAxis();
    }
    Set<String> symbols = new HashSet<>();
    for (GraphState state : model.states()) {
      Dimension dim = batch(state);
      symbols.add(dim == null ? "" : dim.symbol());
    }
    for (int axis = 0; axis < dims.size(); axis++) {
      String symbol = dims.get(axis).symbol();
      if (!symbol.isEmpty() && symbols.contains(symbol)) {
        return axis;
      }
    }
    return dims.getFirst().isNamedAsBatch() ? 0 : NONE;
  }

  /** The dimension of the sequences in a state of the graph; {@code null} if nothing tells. */
  @Nullable Dimension batch(GraphState state) {
    Optional<List<Dimension>> dims =
        model.inputs().stream()
            .filter(info -> info.name().equals(state.input()))
            .findFirst()
            .flatMap(ValueInfo::shape);
    int axis = state.batchAxis();
    return axis >= 0 && dims.isPresent() && axis < dims.get().size() ? dims.get().get(axis) : null;
  }

  /** The batch that the model fixes; {@link #NONE} if it does not. */
  int fixedBatch() {
    List<Dimension> batches = new ArrayList<>();
    for (ValueInfo input : inputs) {
      int axis = batchAxis(input);
      Optional<List<Dimension>> dims = input.shape();
      if (axis >= 0 && dims.isPresent()) {
        batches.add(dims.get().get(axis));
      }
    }
    for (GraphState state : model.states()) {
      Dimension dim = batch(state);
      if (dim != null) {
        batches.add(dim);
      }
    }
    return batches.stream()
        .filter(Dimension::isFixed)
        .mapToInt(Dimension::size)
        .findFirst()
        .orElse(NONE);
  }

  /** How many sequences the values of a stream have: as the first input of which it is known. */
  int batch(Map<String, Tensor> values) {
    for (boolean onlySequences : new boolean[] {true, false}) {
      for (ValueInfo input : inputs) {
        Tensor value = values.get(input.name());
        int axis = batchAxis(input) + (countsCalls(input) ? 1 : 0);
        boolean fits = !onlySequences || timeAxis(input) >= 0;
        if (fits && value != null && batchAxis(input) >= 0 && axis < value.rank()) {
          return value.dim(axis);
        }
      }
    }
    return Math.max(1, fixedBatch());
  }
}
