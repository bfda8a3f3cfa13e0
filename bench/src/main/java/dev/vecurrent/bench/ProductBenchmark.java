package dev.vecurrent.bench;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.pack.Bfloat16Panels;
import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.internal.product.MatrixProduct;
import dev.vecurrent.internal.start.KernelChoice;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Rows {@code [rows, depth]} times one packed matrix {@code [depth, columns]}: the product of a
 * layer in each format of weights, and whole models of one MatMul or Gemm node.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 5,
    jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ProductBenchmark {

  /** Rows of A. */
  @Param("1")
  public int rows;

  /** Terms of each output. */
  @Param("128")
  public int depth;

  /** Columns: a multiple of the width of a panel. */
  @Param("512")
  public int columns;

  /** What owns the matrix: a layer, in a format of weights, or a node. */
  @Param({"float32", "bfloat16", "MatMul", "Gemm"})
  public String owner = "";

  private final Watch watch = new Watch();
  private Runnable call = () -> {};

  /** Packs random weights. */
  @Setup
  public void pack() {
    Random random = new Random(1);
    Tensor x = bfloat16(random, rows, depth);
    Tensor b = bfloat16(random, depth, columns);
    call = owner.contains("float") ? layer(x, b) : node(x, b);
  }

  private static Tensor bfloat16(Random random, int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    float[] floats = tensor.floats();
    for (int i = 0; i < floats.length; i++) {
      int bits = Float.floatToRawIntBits((float) random.nextGaussian());
      floats[i] = Float.intBitsToFloat(bits & Bfloat16Panels.UPPER);
    }
    return tensor;
  }

  private Runnable layer(Tensor x, Tensor b) {
    Kernels kernels = KernelChoice.ofModel();
    FloatPanels wide = new FloatPanels(kernels.lanes());
    int panels = columns / (2 * kernels.lanes());
    // Which element stands where does not matter for the time.
    System.arraycopy(b.floats(), 0, wide.reshape(depth, panels, Bounds.none()), 0, depth * columns);
    MatrixProduct product;
    if (owner.equals("bfloat16")) {
      product = new MatrixProduct(kernels, new Bfloat16Panels(wide, Bounds.none()));
    } else {
      wide.align(Bounds.none());
      product = new MatrixProduct(kernels, wide);
    }
    int[] at = new int[rows];
    for (int row = 0; row < rows; row++) {
      at[row] = row * depth;
    }
    Operands operands =
        new Operands()
            .rows(x.floats(), at)
            .start(new float[columns], 0, 0)
            .into(new float[rows * columns], 0, columns);
    return () -> product.multiply(operands, rows, watch);
  }

  private Runnable node(Tensor x, Tensor b) {
    Graph graph =
        new Graph(
            "product",
            List.of(
                ValueInfo.of("x", ElementType.FLOAT32, Dimension.of(rows), Dimension.of(depth))),
            List.of(ValueInfo.untyped("y")),
            Map.of("b", b),
            List.of(
                new OperatorNode("", "", owner, 13, List.of("x", "b"), List.of("y"), Map.of())));
    Session session = Model.compile(graph).newSession();
    Tensor[] inputs = {x};
    Tensor[] outputs = {Tensor.growable(ElementType.FLOAT32)};
    return () -> session.run(inputs, outputs);
  }

  /** One product. */
  @Benchmark
  public void multiply() {
    call.run();
  }
}
