package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.vecurrent.limit.LimitExceededException;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.LayerParameters;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.spec.WeightLayout;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ModelTest {

  private static final int I = 6;
  private static final int H = 20;

  private static Graph network(Random random) {
    return NetworkBuilder.input(I)
        .recurrent(Lstm.of(Direction.FORWARD, H), parameters(random, 4, I))
        .recurrent(Gru.of(Direction.FORWARD, H, true), parameters(random, 3, H))
        .dense(floats(random, 3 * H), floats(random, 3))
        .softmax()
        .build();
  }

  private static LayerParameters parameters(Random random, int gates, int inputs) {
    return new LayerParameters(
        WeightLayout.PYTORCH,
        floats(random, gates * H * inputs),
        floats(random, gates * H * H),
        floats(random, gates * H),
        floats(random, gates * H));
  }

  private static float[] floats(Random random, int size) {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = random.nextFloat() - 0.5f;
    }
    return floats;
  }

  private static float[] whole(Model model, float[] x, int steps, int batch) {
    Tensor y = model.newSession().run(Map.of("x", Tensor.of(x, steps, batch, I))).get("y");
    return Arrays.copyOf(y.floats(), y.size());
  }

  @Test
  void streamGivesTheBitsOfTheWholeSequenceHoweverItIsCut() {
    Random random = new Random(1);
    Model model = Model.compile(network(random));
    int steps = 13;
    int batch = 3;
    float[] x = floats(random, steps * batch * I);
    float[] expected = whole(model, x, steps, batch);
    Stream stream = model.newStream(batch);
    for (int chunk = 1; chunk <= steps; chunk++) {
      stream.reset();
      float[] y = new float[chunk * batch * 3];
      for (int from = 0; from < steps; from += chunk) {
        int now = Math.min(chunk, steps - from);
        stream.run(Arrays.copyOfRange(x, from * batch * I, (from + now) * batch * I), now, y);
        assertThat(Arrays.copyOf(y, now * batch * 3))
            .isEqualTo(Arrays.copyOfRange(expected, from * batch * 3, (from + now) * batch * 3));
      }
    }
    float[] step = new float[batch * 3];
    stream.reset();
    stream.step(Arrays.copyOf(x, batch * I), step);
    assertThat(step).isEqualTo(Arrays.copyOf(expected, batch * 3));
  }

  @Test
  void backwardLayersCannotBeStreamed() {
    Random random = new Random(2);
    Model model =
        Model.compile(
            NetworkBuilder.input(I)
                .recurrent(Lstm.of(Direction.REVERSE, H), parameters(random, 4, I))
                .build());
    assertThatThrownBy(() -> model.newStream(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("REVERSE")
        .hasMessageContaining("cannot be streamed");
  }

  @Test
  void steadyRunsAndStepsAllocateNothing() {
    Random random = new Random(3);
    Model model = Model.compile(network(random));
    Session session = model.newSession();
    Tensor[] inputs = {Tensor.of(floats(random, 5 * 2 * I), 5, 2, I)};
    Tensor[] outputs = {Tensor.zeros(ElementType.FLOAT32, 5, 2, 3)};
    Stream stream = model.newStream(2);
    float[] x = floats(random, 2 * I);
    float[] y = new float[2 * 3];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    long least = Long.MAX_VALUE;
    // The JIT compiler may be at work for long: some window must be free of allocation.
    for (int window = 0; window < 400 && least > 0; window++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < 1000; i++) {
        session.run(inputs, outputs);
        stream.step(x, y);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least).isZero();
  }

  @Test
  void threadsShareAModel() throws Exception {
    Random random = new Random(4);
    Model model = Model.compile(network(random));
    float[] x = floats(random, 9 * 4 * I);
    float[] expected = whole(model, x, 9, 4);
    for (int threads = 1; threads <= 4; threads++) {
      List<Callable<float[]>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        tasks.add(() -> {
          float[] last = new float[0];
          for (int round = 0; round < 200; round++) {
            last = whole(model, x, 9, 4);
          }
          return last;
        });
      }
      try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
        for (Future<float[]> result : pool.invokeAll(tasks)) {
          assertThat(result.get()).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void scalarAndVectorTwinsGiveTheSameBits() {
    Random random = new Random(5);
    Graph graph = network(random);
    float[] x = floats(random, 9 * 4 * I);
    Model scalar = Model.compile(graph, CompileOptions.defaults().withVector(false));
    assertThat(whole(scalar, x, 9, 4)).isEqualTo(whole(Model.compile(graph), x, 9, 4));
    assertThat(scalar.plan().describe()).contains("scalar");
  }

  @Test
  void emptySequencesAndBatchesGiveEmptyAnswers() {
    Model model = Model.compile(network(new Random(6)));
    assertThat(whole(model, new float[0], 0, 4)).isEmpty();
    assertThat(whole(model, new float[0], 4, 0)).isEmpty();
  }

  @Test
  void inputsAreCheckedBeforeAnythingIsWritten() {
    Model model = Model.compile(network(new Random(7)));
    Session session = model.newSession();
    Tensor y = Tensor.zeros(ElementType.FLOAT32, 5, 2, 3);
    y.floats()[0] = 42;
    Tensor wrong = Tensor.zeros(ElementType.FLOAT32, 5, 2, I + 1);
    assertThatThrownBy(() -> session.run(new Tensor[] {wrong}, new Tensor[] {y}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input x: FLOAT32[steps, batch, 6]")
        .hasMessageContaining("FLOAT32[5, 2, 7]");
    assertThat(y.floats()[0]).isEqualTo(42);
    assertThatThrownBy(() -> session.run(Map.of("z", wrong)))
        .hasMessageContaining("input x")
        .hasMessageContaining("missing");
    Tensor doubles = Tensor.zeros(ElementType.FLOAT64, 5, 2, I);
    assertThatThrownBy(() -> session.run(Map.of("x", doubles))).hasMessageContaining("FLOAT64");
    Tensor tooShort = Tensor.zeros(ElementType.FLOAT32, 1);
    Tensor x = Tensor.zeros(ElementType.FLOAT32, 5, 2, I);
    assertThatThrownBy(() -> session.run(new Tensor[] {x}, new Tensor[] {tooShort}))
        .hasMessageContaining("output y");
  }

  @Test
  void valuesBeyondTheLimitAreRefusedInsteadOfFillingTheHeap() {
    ValueInfo shape = ValueInfo.of("shape", ElementType.INT64, Dimension.of(1));
    ValueInfo y = ValueInfo.of("y", ElementType.FLOAT32, Dimension.symbol("n"));
    Graph graph =
        new Graph(
            "bomb",
            List.of(shape),
            List.of(y),
            Map.of(),
            List.of(
                new OperatorNode(
                    "fill", "ConstantOfShape", 22, List.of("shape"), List.of("y"), Map.of())));
    Model model = Model.compile(graph, CompileOptions.defaults().withValueBytes(400));
    Session session = model.newSession();
    assertThat(session.run(Map.of("shape", Tensor.of(new long[] {100}, 1))).get("y").size())
        .isEqualTo(100);
    Map<String, Tensor> tooMuch = Map.of("shape", Tensor.of(new long[] {101}, 1));
    assertThatThrownBy(() -> session.run(tooMuch))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage(
            "node 'fill' (ConstantOfShape): a tensor FLOAT32[101]: 404 bytes are needed, the limit"
                + " valueBytes is 400 bytes; raise it with CompileOptions.withValueBytes or"
                + " --limit-value-bytes");
  }

  @Test
  void everythingWrongIsSaidAtOnce() {
    ValueInfo x = ValueInfo.of("x", ElementType.FLOAT32, Dimension.of(2));
    ValueInfo y = ValueInfo.of("y", ElementType.FLOAT32, Dimension.of(2));
    Graph graph =
        new Graph(
            "broken",
            List.of(x),
            List.of(y, ValueInfo.untyped("p"), ValueInfo.untyped("q")),
            Map.of(),
            List.of(
                new OperatorNode("a", "Frobnicate", 22, List.of("x"), List.of("p"), Map.of()),
                new OperatorNode("b", "Relu", 22, List.of("nowhere"), List.of("q"), Map.of()),
                new OperatorNode("c", "Relu", 22, List.of("x"), List.of("q"), Map.of())));
    assertThatThrownBy(() -> Model.compile(graph))
        .isInstanceOfSatisfying(
            ModelRefusedException.class,
            e -> {
              assertThat(e.findings()).hasSize(4);
              assertThat(e.getMessage())
                  .contains("Frobnicate", "nowhere", "assigned twice", "no node makes it");
            });
  }

  @Test
  void sixteenBitFloatsAreComputedInFloatAndConvertedBack() {
    for (ElementType type : List.of(ElementType.FLOAT16, ElementType.BFLOAT16)) {
      ValueInfo x = ValueInfo.of("x", type, Dimension.of(3));
      ValueInfo y = ValueInfo.of("y", type, Dimension.of(3));
      Graph graph =
          new Graph(
              "half",
              List.of(x),
              List.of(y),
              Map.of("two", bits(type, 2f)),
              List.of(
                  new OperatorNode("m", "Mul", 22, List.of("x", "two"), List.of("y"), Map.of())));
      Tensor result =
          Model.compile(graph).newSession().run(Map.of("x", bits(type, 1f, -0.5f, 3f))).get("y");
      assertThat(result.type()).isEqualTo(type);
      assertThat(Arrays.copyOf(result.shorts(), 3)).isEqualTo(bits(type, 2f, -1f, 6f).shorts());
    }
  }

  private static Tensor bits(ElementType type, float... values) {
    short[] bits = new short[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] =
          type == ElementType.FLOAT16
              ? Float.floatToFloat16(values[i])
              : (short) (Float.floatToRawIntBits(values[i]) >>> 16);
    }
    return Tensor.of(type, bits, bits.length);
  }
}
