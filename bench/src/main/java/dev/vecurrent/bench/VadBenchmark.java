package dev.vecurrent.bench;

import dev.vecurrent.bench.contender.VadContender;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One chunk of Silero VAD, 32 ms of audio, one thread, the state carried. The model is a file of
 * the user's: {@code -p model=FILE}, such as the one that {@code ./vecurrent vad --fetch} prints.
 * Answers are compared with ONNX Runtime's before timing starts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 5,
    jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class VadBenchmark {

  private static final int CHUNKS = 64;
  private static final float TOLERANCE = 1e-5f;

  /** {@code vecurrent} or {@code onnxruntime}. */
  @Param({"vecurrent", "onnxruntime"})
  public String engine = "";

  /** The ONNX file. */
  @Param("")
  public String model = "";

  /** Samples a second: 16000 or 8000. */
  @Param("16000")
  public int rate;

  private VadContender contender = samples -> 0f;
  private float[][] windows = new float[0][];
  private int next;

  /** Opens the contender and checks its answers. */
  @Setup
  public void open() {
    if (model.isEmpty()) {
      throw new IllegalArgumentException(
          "model: expected -p model=FILE, Silero VAD v5 or v6 (./vecurrent vad --fetch prints one)");
    }
    Path file = Path.of(model);
    windows = windows(rate);
    try (VadContender oracle = VadContender.open("onnxruntime", file, rate);
        VadContender checked = VadContender.open(engine, file, rate)) {
      for (int i = 0; i < CHUNKS; i++) {
        float expected = oracle.run(windows[i]);
        float found = checked.run(windows[i]);
        if (!(Math.abs(expected - found) <= TOLERANCE)) {
          throw new IllegalStateException(
              "%s, chunk %d: expected %s, found %s".formatted(engine, i, expected, found));
        }
      }
    }
    contender = VadContender.open(engine, file, rate);
  }

  /**
   * Chunks of seeded noise whose loudness rises and falls, each after the end of the one before.
   */
  private static float[][] windows(int rate) {
    int chunk = rate * 32 / 1_000;
    int context = chunk / 8;
    Random random = new Random(9);
    float[] samples = new float[context + CHUNKS * chunk];
    for (int i = context; i < samples.length; i++) {
      float loudness = Math.abs((i / (float) rate * 4) % 2 - 1);
      samples[i] = 0.3f * loudness * (2 * random.nextFloat() - 1);
    }
    float[][] windows = new float[CHUNKS][context + chunk];
    for (int i = 0; i < CHUNKS; i++) {
      System.arraycopy(samples, i * chunk, windows[i], 0, context + chunk);
    }
    return windows;
  }

  /** Closes the contender. */
  @TearDown
  public void close() {
    contender.close();
  }

  /** One chunk. */
  @Benchmark
  public float run() {
    next = next + 1 == windows.length ? 0 : next + 1;
    return contender.run(windows[next]);
  }
}
