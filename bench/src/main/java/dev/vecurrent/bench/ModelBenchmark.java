package dev.vecurrent.bench;

import dev.vecurrent.bench.contender.ModelContender;
import java.io.IOException;
import java.nio.file.Path;
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
 * A whole model beside ONNX Runtime, one thread: {@code -p folder=DIR -p set=1}, a folder in the
 * layout of ONNX's backend tests, such as those that {@code export_pytorch_models.py --large}
 * writes. Answers are compared with ONNX Runtime's before timing starts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 5,
    jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ModelBenchmark {

  /** {@code vecurrent} or {@code onnxruntime}. */
  @Param({"vecurrent", "onnxruntime"})
  public String engine = "";

  /** The folder of the model. */
  @Param("")
  public String folder = "";

  /** Which of its data sets. */
  @Param("1")
  public int set;

  private ModelContender contender = ModelContender.NONE;

  /** Opens the contender and checks its answers. */
  @Setup
  public void open() throws IOException {
    if (folder.isEmpty()) {
      throw new IllegalArgumentException("folder: expected -p folder=DIR with model.onnx");
    }
    contender = ModelContender.open(engine, Path.of(folder), set);
    contender.run();
    try (ModelContender oracle = ModelContender.open("onnxruntime", Path.of(folder), set)) {
      oracle.run();
      float[] expected = oracle.outputs();
      float[] found = contender.outputs();
      for (int i = 0; i < expected.length; i++) {
        if (!(Math.abs(expected[i] - found[i]) <= 1e-4 + 1e-4 * Math.abs(expected[i]))) {
          throw new IllegalStateException(
              "%s, element %d: expected %s, found %s".formatted(engine, i, expected[i], found[i]));
        }
      }
    }
  }

  /** Closes the contender. */
  @TearDown
  public void close() {
    contender.close();
  }

  /** One run. */
  @Benchmark
  public void run() {
    contender.run();
  }
}
