package dev.vecurrent.bench;

import java.util.SplittableRandom;
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
 * One call of one layer, one thread. The answers are compared with ONNX Runtime's before timing
 * starts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 5, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LayerBenchmark {

  /** The engine. */
  @Param({"vecurrent", "onnxruntime"})
  public String engine = "";

  /** The recurrent cell; a GRU has {@code linear_before_reset = 1}. */
  @Param({"lstm", "gru"})
  public String cell = "";

  /** H = I. */
  @Param("128")
  public int hidden;

  /** N. */
  @Param({"1", "32"})
  public int batch;

  /** T. */
  @Param("100")
  public int steps;

  private Contender contender = new Idle();

  /** Opens the contender and checks its answers. */
  @Setup
  public void open() {
    Shape shape = new Shape(cell, hidden, batch, steps);
    float[] x = new float[steps * batch * hidden];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    contender = Contender.open(engine, shape, x);
    contender.run();
    try (Contender oracle = Contender.open("onnxruntime", shape, x)) {
      oracle.run();
      PairedRun.requireClose(shape, contender.output(), oracle.output());
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
