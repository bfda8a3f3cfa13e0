package dev.vecurrent.bench.contender;

import dev.vecurrent.bench.shape.CellKind;
import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.gru_forward;
import org.bytedeco.dnnl.lbr_gru_forward;
import org.bytedeco.dnnl.lstm_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.rnn_primitive_desc_base;
import org.bytedeco.dnnl.stream;
import org.bytedeco.dnnl.vanilla_rnn_forward;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * One layer as a primitive of oneDNN. Its gate orders: LSTM i, f, c, o (ONNX: i, o, f, c); GRU u,
 * r, o, which are ONNX's z, r, h with the same sense of {@code z}: {@code h ← u ⊙ h + (1 - u) ⊙ o}.
 */
final class OneDnnLayer implements AutoCloseable {

  private static final int[] LSTM_GATES = {0, 2, 3, 1};
  private static final int[] SAME_GATES = {0, 1, 2};

  private final Shape shape;
  private final int input;
  private final int[] gates;
  private final Deque<Pointer> held = new ArrayDeque<>();
  private final primitive layer;
  private final IntMemoryMap arguments;
  private final memory output;

  /**
   * Creates the primitive and reorders the weights.
   *
   * @param x {@code [T, N, features]}
   */
  OneDnnLayer(engine cpu, stream queue, Shape shape, int index, LayerWeights weights, memory x) {
    this.shape = shape;
    input = shape.layerInput(index);
    gates = shape.cell() == CellKind.LSTM ? LSTM_GATES : SAME_GATES;
    int count = shape.cell().gates();
    long directions = shape.directions();
    long hidden = shape.hidden();
    long[] wDims = {1, directions, input, count, hidden};
    long[] rDims = {1, directions, hidden, count, hidden};
    long[] bDims = {1, directions, biases(), hidden};
    long[] yDims = {shape.steps(), shape.batch(), directions * hidden};
    memory.desc bias = hold(plain(bDims, memory.format_tag.ldgo));
    memory.desc y = hold(plain(yDims, memory.format_tag.tnc));
    rnn_primitive_desc_base description =
        hold(
            describe(
                cpu,
                hold(x.get_desc()),
                hold(plain(wDims, memory.format_tag.any)),
                hold(plain(rDims, memory.format_tag.any)),
                bias,
                y));
    layer = hold(create(description));
    output = hold(new memory(y, cpu));
    memory b = hold(new memory(bias, cpu));
    try (FloatPointer floats = floats(b, (int) (directions * biases() * hidden))) {
      floats.put(biases(weights.b()));
    }
    arguments = hold(new IntMemoryMap());
    arguments.put(dnnl.DNNL_ARG_SRC_LAYER, x);
    arguments.put(
        dnnl.DNNL_ARG_WEIGHTS_LAYER,
        reordered(cpu, queue, wDims, matrix(weights.w(), input), description.weights_layer_desc()));
    arguments.put(
        dnnl.DNNL_ARG_WEIGHTS_ITER,
        reordered(
            cpu,
            queue,
            rDims,
            matrix(weights.r(), shape.hidden()),
            description.weights_iter_desc()));
    arguments.put(dnnl.DNNL_ARG_BIAS, b);
    arguments.put(dnnl.DNNL_ARG_DST_LAYER, output);
  }

  /** Forward inference without initial states; none are given out either. */
  private rnn_primitive_desc_base describe(
      engine cpu, memory.desc x, memory.desc w, memory.desc r, memory.desc b, memory.desc y) {
    int inference = dnnl.dnnl_forward_inference;
    int direction =
        shape.directions() == 2
            ? dnnl.dnnl_bidirectional_concat
            : dnnl.dnnl_unidirectional_left2right;
    memory.desc none = hold(new memory.desc());
    return switch (shape.cell()) {
      case LSTM ->
          new lstm_forward.primitive_desc(
              cpu, inference, direction, x, none, none, w, r, b, y, none, none);
      case GRU ->
          new lbr_gru_forward.primitive_desc(cpu, inference, direction, x, none, w, r, b, y, none);
      case GRU_RESET_FIRST ->
          new gru_forward.primitive_desc(cpu, inference, direction, x, none, w, r, b, y, none);
      case RNN ->
          new vanilla_rnn_forward.primitive_desc(
              cpu, inference, dnnl.dnnl_eltwise_tanh, direction, x, none, w, r, b, y, none);
    };
  }

  private static primitive create(rnn_primitive_desc_base description) {
    return switch (description) {
      case lstm_forward.primitive_desc lstm -> new lstm_forward(lstm);
      case lbr_gru_forward.primitive_desc gru -> new lbr_gru_forward(gru);
      case gru_forward.primitive_desc gru -> new gru_forward(gru);
      case vanilla_rnn_forward.primitive_desc rnn -> new vanilla_rnn_forward(rnn);
      default -> throw new IllegalStateException(description.toString());
    };
  }

  private memory reordered(
      engine cpu, stream queue, long[] dims, float[] values, memory.desc preferred) {
    memory to = hold(new memory(hold(preferred), cpu));
    try (memory.desc plain = plain(dims, memory.format_tag.ldigo);
        memory from = new memory(plain, cpu);
        FloatPointer floats = floats(from, values.length)) {
      floats.put(values);
      try (reorder once = new reorder(from, to)) {
        once.execute(queue, from, to);
        queue._wait();
      }
    }
    return to;
  }

  /** ONNX's {@code [D, G*H, depth]} as {@code [D, depth, G, H]} with oneDNN's order of gates. */
  private float[] matrix(float[] onnx, int depth) {
    int hidden = shape.hidden();
    int count = shape.cell().gates();
    float[] out = new float[onnx.length];
    for (int d = 0; d < shape.directions(); d++) {
      for (int g = 0; g < count; g++) {
        for (int u = 0; u < hidden; u++) {
          int from = ((d * count + gates[g]) * hidden + u) * depth;
          for (int k = 0; k < depth; k++) {
            out[((d * depth + k) * count + g) * hidden + u] = onnx[from + k];
          }
        }
      }
    }
    return out;
  }

  /** Rows of bias: a linear-before-reset GRU keeps the candidate's Rb apart, as a fourth. */
  private int biases() {
    return shape.cell() == CellKind.GRU ? 4 : shape.cell().gates();
  }

  /** ONNX's {@code [D, 2*G*H]} as {@code [D, biases, H]}. */
  private float[] biases(float[] onnx) {
    int hidden = shape.hidden();
    int count = shape.cell().gates();
    float[] out = new float[shape.directions() * biases() * hidden];
    for (int d = 0; d < shape.directions(); d++) {
      for (int g = 0; g < biases(); g++) {
        for (int u = 0; u < hidden; u++) {
          int at = (d * biases() + g) * hidden + u;
          if (g == 3 && shape.cell() == CellKind.GRU) {
            out[at] = onnx[((d * 2 + 1) * count + 2) * hidden + u];
            continue;
          }
          float wb = onnx[(d * 2 * count + gates[g]) * hidden + u];
          float rb = onnx[((d * 2 + 1) * count + gates[g]) * hidden + u];
          out[at] = shape.cell() == CellKind.GRU && g == 2 ? wb : wb + rb;
        }
      }
    }
    return out;
  }

  /** {@code [T, N, D*H]}. */
  memory output() {
    return output;
  }

  /** Enqueues one run. */
  void run(stream queue) {
    layer.execute(queue, arguments);
  }

  static memory.desc plain(long[] dims, memory.format_tag order) {
    return new memory.desc(dims, memory.data_type.f32, order);
  }

  /** The floats of a memory; a view that owns nothing. */
  static FloatPointer floats(memory of, int size) {
    return new FloatPointer(of.get_data_handle()).capacity(size);
  }

  private <P extends Pointer> P hold(P pointer) {
    held.push(pointer);
    return pointer;
  }

  @Override
  public void close() {
    held.forEach(Pointer::close);
  }
}
