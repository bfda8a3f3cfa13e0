package dev.vecurrent.bench;

import dev.vecurrent.bench.contender.Contender;
import dev.vecurrent.bench.contender.Contenders;
import dev.vecurrent.bench.contender.Network;
import dev.vecurrent.bench.shape.CellKind;
import dev.vecurrent.bench.shape.Shape;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call of stacked layers. The answers are compared with ONNX Runtime's before timing starts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 5,
    jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LayerBenchmark {

  /** The engine, a name of {@link Contenders}. */
  @Param({"vecurrent", "onnxruntime", "onednn"})
  public String engine = "";

  /** The recurrent cell, a label of {@link CellKind}. */
  @Param({"lstm", "gru"})
  public String cell = "";

  /** I. */
  @Param("128")
  public int input;

  /** H. */
  @Param("128")
  public int hidden;

  /** N. */
  @Param({"1", "32"})
  public int batch;

  /** T. */
  @Param("100")
  public int steps;

  /** Stacked layers. */
  @Param("1")
  public int layers;

  /** D. */
  @Param("1")
  public int directions;

  /** Threads of a call. */
  @Param("1")
  public int threads;

  private Contender contender = new Idle();

  /** Opens the contender and checks its answers. */
  @Setup
  public void open() {
    Shape shape = new Shape(CellKind.of(cell), input, hidden, batch, steps, layers, directions);
    Network network = Network.random(shape);
    contender = Contenders.open(engine, threads, network);
    contender.run();
    try (Contender oracle = Contenders.open("onnxruntime", 1, network)) {
      oracle.run();
      Contenders.requireSameAnswers(
          shape, List.of("onnxruntime", engine), List.of(oracle, contender));
    }
  }

  /** Closes the contender. */
  @TearDown
  public void close() {
    contender.close();
  }

  /** One call. */
  @Benchmark
  public void run() {
    contender.run();
  }

  /** Stands in before {@link #open}. */
  private static final class Idle implements Contender {

    @Override
    public void run() {
      throw new IllegalStateException("not open");
    }

    @Override
    public float[] output() {
      return new float[0];
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
