package dev.vecurrent.bench;

import dev.vecurrent.Batcher;
import dev.vecurrent.Model;
import dev.vecurrent.Stream;
import java.util.Arrays;
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
 * One time step of each of some live sequences of an LSTM, one thread: by a stream for each, or by
 * one batcher. Answers of both are compared before timing starts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 5, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StreamBenchmark {

  private static final int CHECKED = 8;

  /** Features and units. */
  @Param("128")
  public int hidden;

  /** Sequences that are ready at the same time. */
  @Param({"1", "8", "64"})
  public int live;

  private Stream[] streams = new Stream[0];
  private Batcher[] batcher = new Batcher[0];
  private int[] places = new int[0];
  private float[] x = new float[0];
  private float[] y = new float[0];
  private float[] oneX = new float[0];
  private float[] oneY = new float[0];

  /** Opens the sequences. */
  @Setup
  public void open() {
    Model model = Model.compile(StreamedNetworks.layer(hidden));
    Batcher all = model.newBatcher(live);
    batcher = new Batcher[] {all};
    streams = new Stream[live];
    places = new int[live];
    for (int n = 0; n < live; n++) {
      streams[n] = model.newStream(1);
      places[n] = all.open();
    }
    Random random = new Random(3);
    x = new float[live * hidden];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    y = new float[x.length];
    oneX = new float[hidden];
    oneY = new float[hidden];
    for (int step = 0; step < CHECKED; step++) {
      batcher();
      float[] together = y.clone();
      streams();
      if (!Arrays.equals(together, y)) {
        throw new IllegalStateException("step " + step + ": the batcher answers otherwise");
      }
    }
  }

  /** A step of each sequence, one after the other. */
  @Benchmark
  public float[] streams() {
    for (int n = 0; n < live; n++) {
      System.arraycopy(x, n * hidden, oneX, 0, hidden);
      streams[n].step(oneX, oneY);
      System.arraycopy(oneY, 0, y, n * hidden, hidden);
    }
    return y;
  }

  /** A step of all sequences as one batch. */
  @Benchmark
  public float[] batcher() {
    batcher[0].step(places, live, x, y);
    return y;
  }
}
