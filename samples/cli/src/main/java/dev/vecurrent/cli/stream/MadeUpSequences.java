package dev.vecurrent.cli.stream;

import dev.vecurrent.Model;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/** Sequences and first states for a model that nobody has given any, in sizes that it takes. */
final class MadeUpSequences {

  /** Names of the samples of a second, */
  private static final Set<String> RATES =
      Set.of("sr", "sample_rate", "samplerate", "sampling_rate", "fs");

  /** and what speech models take by custom. */
  private static final int RATE = 16_000;

  private final StreamAxes axes;
  private final int steps;

  /** Sizes of dimensions that are not fixed: by symbol, or by input and axis. */
  private final Map<String, Integer> sizes;

  /**
   * Finds sizes by running the model.
   *
   * @param steps time steps, or calls where no input has a time axis
   * @throws IllegalArgumentException if the model refuses what is made up
   */
  MadeUpSequences(StreamAxes axes, int batch, int steps, CallLimits limits) {
    this.axes = axes;
    this.steps = steps;
    Map<String, Integer> wanted = new HashMap<>();
    Model model = axes.model();
    for (ValueInfo input : axes.inputs()) {
      want(wanted, input, axes.timeAxis(input), steps);
      want(wanted, input, axes.batchAxis(input), batch);
    }
    for (GraphState state : model.states()) {
      want(wanted, input(state), state.batchAxis(), batch);
    }
    this.sizes = model.memory(wanted, limits).sizes();
  }

  private ValueInfo input(GraphState state) {
    return axes.model().inputs().stream()
        .filter(info -> info.name().equals(state.input()))
        .findFirst()
        .orElseThrow();
  }

  private static void want(Map<String, Integer> wanted, ValueInfo input, int axis, int size) {
    List<Dimension> dims = input.shape().orElse(List.of());
    if (axis >= 0 && axis < dims.size() && !dims.get(axis).isFixed()) {
      wanted.put(name(input, axis, dims.get(axis)), size);
    }
  }

  private static String name(ValueInfo input, int axis, Dimension dim) {
    return dim.symbol().isEmpty() ? input.name() + "." + axis : dim.symbol();
  }

  /** Zeros for each state of the graph, which streams start from. */
  Map<String, Tensor> states() {
    Map<String, Tensor> states = new HashMap<>();
    for (GraphState state : axes.model().states()) {
      ValueInfo input = input(state);
      states.put(state.input(), Tensor.zeros(input.type(), shape(input)));
    }
    return states;
  }

  /**
   * Random values of each input.
   *
   * @param most integers are smaller than this, for they may be indices
   */
  Map<String, Tensor> values(Random random, int most) {
    Map<String, Tensor> values = new HashMap<>();
    for (ValueInfo input : axes.inputs()) {
      Tensor value = Tensor.zeros(input.type(), shape(input));
      if (axes.isLengths(input)) {
        // One that ends early has no state to answer in the chunks behind its end.
        fill(value, () -> steps, () -> steps);
      } else if (RATES.contains(input.name().toLowerCase(Locale.ROOT))) {
        fill(value, () -> RATE, () -> RATE);
      } else {
        fill(value, () -> random.nextInt(most), () -> random.nextDouble(-1, 1));
      }
      values.put(input.name(), value);
    }
    return values;
  }

  private int[] shape(ValueInfo input) {
    List<Dimension> dims =
        input
            .shape()
            .orElseThrow(() ->
                new IllegalArgumentException("input " + input + ": its rank is not declared"));
    List<Integer> shape = new ArrayList<>();
    if (axes.countsCalls(input)) {
      shape.add(steps);
    }
    for (int axis = 0; axis < dims.size(); axis++) {
      Dimension dim = dims.get(axis);
      shape.add(dim.isFixed() ? dim.size() : sizes.getOrDefault(name(input, axis, dim), 1));
    }
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void fill(Tensor tensor, IntSupplier integers, DoubleSupplier numbers) {
    for (int i = 0; i < tensor.size(); i++) {
      switch (tensor.type()) {
        case FLOAT32 -> tensor.floats()[i] = (float) numbers.getAsDouble();
        case FLOAT64 -> tensor.doubles()[i] = numbers.getAsDouble();
        case FLOAT16 -> tensor.shorts()[i] = Float.floatToFloat16((float) numbers.getAsDouble());
        case BFLOAT16 ->
            tensor.shorts()[i] =
                (short) (Float.floatToRawIntBits((float) numbers.getAsDouble()) >> 16);
        case INT64, UINT64 -> tensor.longs()[i] = integers.getAsInt();
        case INT32, UINT32 -> tensor.ints()[i] = integers.getAsInt();
        case INT16, UINT16 -> tensor.shorts()[i] = (short) integers.getAsInt();
        case INT8, UINT8, INT4, UINT4 -> tensor.bytes()[i] = (byte) integers.getAsInt();
        case BOOL -> tensor.booleans()[i] = integers.getAsInt() != 0;
        case STRING -> tensor.strings()[i] = Integer.toString(integers.getAsInt());
      }
    }
  }
}
