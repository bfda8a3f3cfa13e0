package dev.vecurrent.bench;

import dev.vecurrent.Model;
import dev.vecurrent.Stream;
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
 * A language model of two LSTMs, one sequence, one thread: a token, and a prompt of 50 tokens with
 * the probabilities after each of them or only after the last.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 5, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenBenchmark {

  private static final int PROMPT = 50;

  /** Features and units. */
  @Param("128")
  public int hidden;

  /** Tokens there are. */
  @Param({"100", "10000"})
  public int vocabulary;

  private Stream[] stream = new Stream[0];
  private final int[] prompt = new int[PROMPT];
  private float[] all = new float[0];
  private float[] last = new float[0];
  private int token;

  /** Opens the stream, and checks that the last answers are those of all. */
  @Setup
  public void open() {
    Random random = new Random(5);
    for (int t = 0; t < PROMPT; t++) {
      prompt[t] = random.nextInt(vocabulary);
    }
    Model model = Model.compile(StreamedNetworks.languageModel(vocabulary, hidden));
    stream = new Stream[] {model.newStream(1)};
    all = new float[PROMPT * vocabulary];
    last = new float[vocabulary];
    promptToLast();
    stream[0].reset();
    prompt();
    for (int v = 0; v < vocabulary; v++) {
      if (all[(PROMPT - 1) * vocabulary + v] != last[v]) {
        throw new IllegalStateException("token " + v + ": the last step answers otherwise");
      }
    }
  }

  /** One token. */
  @Benchmark
  public float[] step() {
    token = token + 1 == vocabulary ? 0 : token + 1;
    stream[0].step(token, last);
    return last;
  }

  /** A prompt, with the answers to all its tokens. */
  @Benchmark
  public float[] prompt() {
    stream[0].run(prompt, PROMPT, all);
    return all;
  }

  /** A prompt, with the answer to its last token. */
  @Benchmark
  public float[] promptToLast() {
    stream[0].runToLast(prompt, PROMPT, last);
    return last;
  }
}
