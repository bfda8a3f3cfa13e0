package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.LayerParameters;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.spec.WeightLayout;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  private static final int I = 20;
  private static final int H = 36;
  private static final int STEPS = 9;
  private static final int BATCH = 3;
  private static final Duration SHORT = Duration.ofMillis(300);

  /** Prints the bits of a JVM's first answer. */
  public static final class FirstAnswer {

    private FirstAnswer() {}

    /** Needs no argument. */
    public static void main(String[] args) {
      System.out.println(bits(answer(model().newSession())));
    }
  }

  private static Model model() {
    Random random = new Random(1);
    return Model.compile(
        NetworkBuilder.input(I)
            .recurrent(Lstm.of(Direction.REVERSE, H), parameters(random, 4, I))
            .recurrent(Gru.of(Direction.FORWARD, H, true), parameters(random, 3, H))
            .dense(floats(random, 5 * H), floats(random, 5))
            .build());
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

  private static Tensor input() {
    return Tensor.of(floats(new Random(2), STEPS * BATCH * I), STEPS, BATCH, I);
  }

  private static float[] answer(Session session) {
    Tensor y = session.run(Map.of("x", input())).get("y");
    return Arrays.copyOf(y.floats(), y.size());
  }

  private static String bits(float[] floats) {
    StringBuilder text = new StringBuilder();
    for (float value : floats) {
      text.append(Integer.toHexString(Float.floatToRawIntBits(value))).append(' ');
    }
    return text.toString();
  }

  @Test
  void theFirstAnswerOfAProcessHasTheBitsOfOneAfterWarmUp() throws IOException {
    Model model = model();
    model.warmUp(SHORT);
    Process fresh =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                FirstAnswer.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String first = new String(fresh.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(first.strip()).isEqualTo(bits(answer(model.newSession())).strip());
  }

  @Test
  void answersHaveTheSameBitsBeforeDuringAndAfter() throws Exception {
    Model model = model();
    Session session = model.newSession();
    String before = bits(answer(session));
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<WarmUp> warmUp = other.submit(() -> model.warmUp(SHORT));
      while (!warmUp.isDone()) {
        assertThat(bits(answer(session))).isEqualTo(before);
      }
      assertThat(warmUp.get().calls()).isPositive();
    }
    assertThat(bits(answer(session))).isEqualTo(before);
    assertThat(bits(answer(model.newSession()))).isEqualTo(before);
  }

  private static Graph streamed() {
    return NetworkBuilder.input(I)
        .recurrent(Lstm.of(Direction.FORWARD, H), parameters(new Random(3), 4, I))
        .build();
  }

  @Test
  void aStreamKeepsItsState() {
    Model model = Model.compile(streamed());
    float[] x = floats(new Random(4), 6 * I);
    float[] whole = new float[6 * H];
    model.newStream(1).run(x, 6, whole);
    Stream stream = model.newStream(1);
    float[] half = new float[3 * H];
    stream.run(Arrays.copyOf(x, 3 * I), 3, half);
    model.warmUp(Duration.ofMillis(20));
    stream.run(Arrays.copyOfRange(x, 3 * I, 6 * I), 3, half);
    assertThat(half).isEqualTo(Arrays.copyOfRange(whole, 3 * H, 6 * H));
  }

  @Test
  void itSaysWhatItDid() {
    WarmUp warmUp = model().warmUp(Duration.ofMillis(50));
    assertThat(warmUp.calls()).isGreaterThanOrEqualTo(1);
    assertThat(warmUp.shapes()).contains("[FLOAT32[1, 1, 20]]");
    assertThat(warmUp.refused()).isEmpty();
    assertThat(warmUp.elapsed()).isPositive();
    assertThat(warmUp.toString()).contains(" calls in ", " µs a call", "FLOAT32[1, 1, 20]");
  }

  @Test
  void aRecordReads() {
    Duration elapsed = Duration.ofMillis(912);
    assertThat(new WarmUp(21934, elapsed, 12_140, true, List.of("[FLOAT32[1]]"), List.of()))
        .hasToString(
            "warmed up: 21,934 calls in 912 ms, at the end 12.1 µs a call; inputs [FLOAT32[1]]");
    assertThat(new WarmUp(3, elapsed, 300_000_000, false, List.of("[]"), List.of()))
        .hasToString(
            "not at full speed yet: 3 calls in 912 ms, at the end 300,000.0 µs a call; inputs []");
    assertThat(new WarmUp(0, elapsed, 0, false, List.of(), List.of("input x: no rank")))
        .hasToString("not warmed up: no call was run; refused: input x: no rank");
  }

  @Test
  void aSessionIsWarmedUpOnInputsOfTheCaller() {
    Session session = model().newSession();
    WarmUp warmUp = session.warmUp(new Tensor[] {input()}, SHORT);
    assertThat(warmUp.shapes()).containsExactly("[FLOAT32[9, 3, 20]]");
    assertThat(warmUp.calls()).isPositive();
    Tensor[] wrong = {Tensor.zeros(ElementType.FLOAT32, 1, 1, I + 1)};
    assertThatThrownBy(() -> session.warmUp(wrong, SHORT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input x");
  }

  @Test
  void callsAllocateNothingAfterwards() {
    Session session = model().newSession();
    Tensor[] inputs = {input()};
    Tensor[] outputs = {Tensor.zeros(ElementType.FLOAT32, STEPS, BATCH, 5)};
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    long least = Long.MAX_VALUE;
    // The limit, not full speed, may have ended a warm-up on a busy machine: then there is another.
    for (int window = 0; window < 40 && least > 0; window++) {
      session.warmUp(inputs, Duration.ofSeconds(2));
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < 100; i++) {
        session.run(inputs, outputs);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least).isZero();
  }

  @Test
  void aLimitIsPositive() {
    Model model = model();
    for (Duration limit : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
      assertThatThrownBy(() -> model.warmUp(limit))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("limit");
    }
    assertThat(WarmUp.nanos(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
  }

  /** Reflects 64 elements at each end of its rows, as speech models do before a spectrum. */
  private static Model padded(ElementType rate) {
    List<ValueInfo> inputs =
        List.of(
            ValueInfo.of("x", ElementType.FLOAT32, Dimension.of(1), Dimension.symbol("samples")),
            ValueInfo.of("sr", rate));
    List<Node> nodes =
        List.of(
            new OperatorNode(
                "pad",
                "",
                "Pad",
                13,
                List.of("x", "pads"),
                List.of("p"),
                Map.of("mode", new AttributeValue.OfString("reflect"))),
            new OperatorNode(
                "cast",
                "",
                "Cast",
                13,
                List.of("sr"),
                List.of("rate"),
                Map.of("to", new AttributeValue.OfInt(ElementType.FLOAT32.onnxNumber()))),
            new OperatorNode("mul", "", "Mul", 13, List.of("p", "rate"), List.of("y"), Map.of()));
    Map<String, Tensor> pads = Map.of("pads", Tensor.of(new long[] {0, 64, 0, 64}, 4));
    return Model.compile(new Graph("padded", inputs, List.of(ValueInfo.untyped("y")), pads, nodes));
  }

  @Test
  void sizesAreLookedForThatTheModelTakes() {
    WarmUp warmUp = padded(ElementType.INT64).warmUp(SHORT);
    assertThat(warmUp.calls()).isPositive();
    assertThat(warmUp.shapes()).isNotEmpty().allMatch(shape -> !shape.contains("[1, 1]"));
    assertThat(warmUp.refused()).anyMatch(why -> why.contains("cannot be reflected"));
  }

  @Test
  void sizesCanBeChosen() {
    Model model = padded(ElementType.INT64);
    assertThat(model.warmUp(Map.of("samples", 300), SHORT).shapes())
        .containsExactly("[FLOAT32[1, 300], INT64[]]");
    assertThatThrownBy(() -> model.warmUp(Map.of("sample", 300), SHORT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size sample=300");
  }

  @Test
  void aModelThatTakesNothingIsAnErrorThatSaysWhy() {
    Graph graph =
        new Graph(
            "picky",
            List.of(ValueInfo.of("x", ElementType.INT64, Dimension.symbol("n"))),
            List.of(ValueInfo.untyped("y")),
            Map.of("one", Tensor.of(new long[] {1})),
            List.of(
                new OperatorNode(
                    "div", "", "Div", 13, List.of("one", "x"), List.of("y"), Map.of())));
    assertThatThrownBy(() -> Model.compile(graph).warmUp(SHORT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("refuses all made-up inputs")
        .hasMessageContaining("division by zero");
  }
}
