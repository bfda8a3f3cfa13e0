package dev.vecurrent.internal.op.signal;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Reals;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX HannWindow, HammingWindow and BlackmanWindow (since opset 17): {@code a - b cos(2 pi i / d)
 * + c cos(4 pi i / d)} for {@code i} below {@code size}, where {@code d} is {@code size} if {@code
 * periodic}, else {@code size - 1}. Computed in double, then cast to {@code output_datatype}.
 */
final class CosineWindow implements Operator {

  /** The work of an element with one cosine; another is as much. */
  private static final int COSINE = 64;

  private final String name;
  private final double a;
  private final double b;
  private final double c;
  private final ElementType type;
  private final boolean periodic;

  private CosineWindow(String name, double[] terms, ElementType type, boolean periodic) {
    this.name = name;
    this.a = terms[0];
    this.b = terms[1];
    this.c = terms[2];
    this.type = type;
    this.periodic = periodic;
  }

  static Operator read(NodeReader reader, double a, double b, double c) {
    reader.requireOpset(17);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new CosineWindow(
        reader.operator(),
        new double[] {a, b, c},
        OutputType.read(reader),
        reader.flag("periodic", true));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Long size = Reals.knownScalar(name, "size", Ports.required(name, inputs, 0));
    int dim = size == null ? Fact.UNKNOWN : Shapes.dim(name, size);
    return new Fact[] {Fact.of(type.computeType(), dim)};
  }

  private int each() {
    return c == 0 ? COSINE : 2 * COSINE;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, each());
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor out = Ports.required(name, outputs, 0);
    int size = Shapes.dim(name, Reals.scalar(name, "size", Ports.required(name, inputs, 0)));
    workspace.dims[0] = size;
    out.resize(workspace.dims, 1);
    Watch watch = workspace.bounds().watch();
    for (int from = 0, end; from < size; from = end) {
      end = Pieces.end(watch, from, size, each());
      fill(out, from, end, periodic ? size : size - 1);
    }
  }

  private void fill(Tensor out, int from, int end, int d) {
    for (int i = from; i < end; i++) {
      // The formula divides by 0 where a symmetric window has one sample.
      double value = d == 0 ? Double.NaN : -b * Turns.cos(i % d, d);
      if (c != 0 && d > 0) {
        value += c * Turns.cos(2L * i % d, d);
      }
      // Last, so that the middle of a window is 1 exactly.
      value += a;
      Reals.setAs(type, out, i, value);
    }
  }
}
