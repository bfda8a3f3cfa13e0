package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.elementwise.ElementwiseOperators;
import dev.vecurrent.internal.op.reduce.ReduceOperators;
import dev.vecurrent.internal.op.shape.ShapeOperators;
import dev.vecurrent.internal.op.window.WindowOperators;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * Operators of {@code com.microsoft} that are one of ONNX's between a DequantizeLinear of each
 * input and a QuantizeLinear: QLinearAdd, QLinearSigmoid and their like. Quanta are of 8 bits;
 * scales and zero points are one element each, and a zero point that is absent is 0.
 */
final class ThroughFloats implements Operator {

  /** The work of an element on its way in or out. */
  private static final int EACH = 2;

  private final String name;
  private final Operator inner;

  /** The place of the first input that is quantised; its scale and zero point stand behind it. */
  private final int first;

  /** How many inputs are quantised. */
  private final int count;

  /** The places of the scale and the zero point of the output. */
  private final int outScale;

  private final int outZero;

  private ThroughFloats(
      String name, Operator inner, int first, int count, int outScale, int outZero) {
    this.name = name;
    this.inner = inner;
    this.first = first;
    this.count = count;
    this.outScale = outScale;
    this.outZero = outZero;
  }

  /** One quantised input, then scale and zero point of the output. */
  static Operator unary(NodeReader reader, String operator, int opset) {
    reader.requireInputs(4, 5);
    return make(reader, operator, opset, 0, 1, 3, 4);
  }

  /** Two quantised inputs, then scale and zero point of the output. */
  static Operator binary(NodeReader reader, String operator) {
    reader.requireInputs(7, 8);
    return make(reader, operator, 14, 0, 2, 6, 7);
  }

  /** Of channels second. */
  static Operator pool(NodeReader reader, String operator) {
    refuseChannelsLast(reader);
    return unary(reader, operator, 10);
  }

  static void refuseChannelsLast(NodeReader reader) {
    if (reader.flag("channels_last", false)) {
      reader.refuse(
          "channels_last",
          "1",
          "layouts that an optimiser chose are not supported; give the file from before it, or one"
              + " that ONNX Runtime saved at level extended or below");
    }
  }

  /** The operator set that says what the axis means is an attribute. */
  static Operator softmax(NodeReader reader) {
    long opset = reader.integer("opset", 0);
    if (opset < 1 || opset > 64) {
      reader.refuse("opset", Long.toString(opset), "expected the opset of the Softmax it was");
    }
    return unary(reader, "Softmax", opset < 13 ? 11 : 13);
  }

  /** Scale and zero point of the output, then quantised inputs. */
  static Operator concat(NodeReader reader) {
    int count = (reader.inputs() - 2) / 3;
    if (count < 1 || reader.inputs() != 2 + 3 * count) {
      reader.refuse(
          "inputs", Integer.toString(reader.inputs()), "expected 2, and 3 for each that is joined");
      count = 1;
    }
    return make(reader, "Concat", 13, 2, count, 0, 1);
  }

  /** A condition, two quantised inputs, then scale and zero point of the output. */
  static Operator where(NodeReader reader) {
    reader.requireInputs(9, 9);
    return make(reader, "Where", 16, 1, 2, 7, 8);
  }

  private static Operator make(
      NodeReader reader,
      String operator,
      int opset,
      int first,
      int count,
      int outScale,
      int outZero) {
    reader.requireOutputs(1, 1);
    int plain = operator.equals("Where") ? 1 : 0;
    Operator inner = reader.as(operator, one -> read(operator, one), opset, plain + count);
    return new ThroughFloats(reader.operator(), inner, first, count, outScale, outZero);
  }

  private static Operator read(String operator, NodeReader reader) {
    Operator read = ElementwiseOperators.read(operator, reader);
    read = read != null ? read : ReduceOperators.read(operator, reader);
    read = read != null ? read : ShapeOperators.read(operator, reader);
    read = read != null ? read : WindowOperators.read(operator, reader);
    if (read == null) {
      throw new IllegalArgumentException("there is no operator " + operator);
    }
    return read;
  }

  /** Inputs in front of the quantised ones that the inner operator takes as they are. */
  private int plain() {
    return outScale == 0 ? 0 : first;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact type = Ports.required(name, inputs, first);
    for (int i = 0; i < count; i++) {
      Fact x = Ports.required(name, inputs, first + 3 * i);
      Types.require(name, Integer.toString(first + 3 * i), x, Quanta.BYTES);
      Types.requireSame(name, type, x);
      check(inputs, first + 3 * i + 1, first + 3 * i + 2, type);
    }
    check(inputs, outScale, outZero, type);
    int[] dims = inner.infer(given(inputs))[0].dims();
    return new Fact[] {new Fact(type.type(), dims, null, null)};
  }

  /** What is known of the inputs of the inner operator. */
  private @Nullable Fact[] given(@Nullable Fact[] inputs) {
    @Nullable Fact[] given = new Fact[plain() + count];
    for (int i = 0; i < plain(); i++) {
      given[i] = Ports.required(name, inputs, i);
    }
    for (int i = 0; i < count; i++) {
      Fact x = Ports.required(name, inputs, first + 3 * i);
      given[plain() + i] = new Fact(ElementType.FLOAT32, x.dims(), null, null);
    }
    return given;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    @Nullable Fact[] given = given(inputs);
    long own = inner.work(given, inner.infer(given));
    return own == Work.UNSTATED
        ? Work.UNSTATED
        : Work.plus(own, Shapes.times(Work.elements(inputs, outputs), EACH));
  }

  private void check(@Nullable Fact[] inputs, int scale, int zero, Fact type) {
    Types.require(
        name, Integer.toString(scale), Ports.required(name, inputs, scale), Quanta.SCALES);
    Fact zeroPoint = Ports.optional(inputs, zero);
    if (zeroPoint != null) {
      Types.requireSame(name, type, zeroPoint);
    }
  }

  /** Refuses what the output has no room for, where inputs without elements make many. */
  private void requireRoom(@Nullable Tensor[] given, Tensor out) {
    boolean empty = false;
    for (Tensor tensor : given) {
      empty |= tensor != null && tensor.size() == 0;
    }
    if (!empty) {
      return;
    }
    @Nullable Fact[] facts = new Fact[given.length];
    for (int i = 0; i < facts.length; i++) {
      Tensor tensor = given[i];
      facts[i] = tensor == null ? null : Fact.of(tensor.type(), tensor.shape());
    }
    int[] dims = inner.infer(facts)[0].dims();
    if (dims != null && Arrays.stream(dims).allMatch(dim -> dim >= 0)) {
      out.resize(dims, dims.length);
    }
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor out = Ports.required(name, outputs, 0);
    Watch watch = workspace.bounds().watch();
    @Nullable Tensor[] given = workspace.given(plain() + count);
    for (int i = 0; i < plain(); i++) {
      given[i] = Ports.required(name, inputs, i);
    }
    for (int i = 0; i < count; i++) {
      Tensor x = Ports.required(name, inputs, first + 3 * i);
      Tensor numbers = workspace.tensor(1 + i);
      numbers.resizeLike(x);
      float scale = scale(inputs, first + 3 * i + 1);
      int zero = zero(inputs, first + 3 * i + 2);
      for (int from = 0, end; from < x.size(); from = end) {
        end = Pieces.end(watch, from, x.size(), EACH);
        DequantizeLinear.whole(x, from, end - from, scale, zero, numbers.floats());
      }
      given[plain() + i] = numbers;
    }
    requireRoom(given, out);
    Tensor made = workspace.tensor(0);
    @Nullable Tensor[] results = workspace.made();
    results[0] = made;
    inner.run(given, results, workspace.inner());
    out.resizeLike(made);
    float scale = scale(inputs, outScale);
    int zero = zero(inputs, outZero);
    for (int from = 0, end; from < made.size(); from = end) {
      end = Pieces.end(watch, from, made.size(), EACH);
      Rounding.store(made.floats(), from, end - from, scale, out, zero);
    }
  }

  private float scale(@Nullable Tensor[] inputs, int index) {
    return one(Ports.required(name, inputs, index), index).floats()[0];
  }

  private int zero(@Nullable Tensor[] inputs, int index) {
    Tensor zero = Ports.optional(inputs, index);
    return zero == null ? 0 : Quanta.get(one(zero, index), 0);
  }

  private Tensor one(Tensor tensor, int index) {
    if (tensor.size() != 1) {
      throw new IllegalArgumentException(
          name + ": input " + index + " is " + tensor + ", expected one element");
    }
    return tensor;
  }
}
