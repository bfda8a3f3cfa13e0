package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Bits;
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.Tensors;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of every kind stream without a line of state handling by the caller. */
class StreamedModelsTest {

  private static final int STEPS = 9;

  /** Vectors are objects until the code is compiled, which a busy machine may delay. */
  private static final int MOST_ROUNDS = 5_000;

  private final SplittableRandom random = new SplittableRandom(Seeds.of(StreamedModelsTest.class));

  private static Graph graph(String name) {
    return switch (name) {
      case "language model" -> StreamedModels.languageModel();
      case "voice" -> StreamedModels.voice();
      case "transducer decoder" -> StreamedModels.transducerDecoder();
      case "reader" -> StreamedModels.reader();
      case "stateful" -> StreamedModels.stateful();
      case "convolution" -> StreamedModels.convolution();
      case "learned start" -> StreamedModels.learnedStart();
      case "nameless" -> StreamedModels.nameless();
      case "doubles" -> StreamedModels.stack(ElementType.FLOAT64);
      default -> StreamedModels.stack(ElementType.FLOAT32);
    };
  }

  /** Runs on the vector kernels from the first call on. */
  private static Model vectorModel(String name) {
    System.setProperty("dev.vecurrent.quickStart", "false");
    try {
      return model(name, true);
    } finally {
      System.clearProperty("dev.vecurrent.quickStart");
    }
  }

  private static Model model(String name, boolean vector) {
    return Model.compile(graph(name), CompileOptions.defaults().withVector(vector));
  }

  /** The axis along which steps arrive, of what the caller gives; -1 if a call is one step. */
  private static int timeAxis(Model model, ValueInfo x) {
    InputRole role = model.roleOf(x.name());
    return role.isSequences() ? role.timeAxis() : axis(x, StreamedModels.T);
  }

  private static int axis(ValueInfo info, Dimension symbol) {
    return info.shape().orElseThrow().indexOf(symbol);
  }

  private Tensor chunk(ValueInfo x, int batch, int steps) {
    int[] shape =
        x.shape().orElseThrow().stream()
            .mapToInt(d ->
                d.equals(StreamedModels.N) ? batch : d.equals(StreamedModels.T) ? steps : d.size())
            .toArray();
    return StreamedModels.fill(Tensor.zeros(x.type(), shape), random);
  }

  /** Some places of a tensor along an axis. */
  private static Tensor part(Tensor whole, int axis, int from, int to) {
    int[] places = IntStream.range(from, to).toArray();
    return Objects.requireNonNull(Tensors.take(whole, axis, places));
  }

  private static Tensor run(Stream stream, Tensor x) {
    Tensor[] y = new Tensor[stream.outputs().size()];
    y[0] = Tensor.growable(stream.outputs().getFirst().type());
    stream.run(new Tensor[] {x}, y);
    return y[0];
  }

  private static void assertSame(Tensor found, Tensor expected, String what) {
    assertThat(Bits.same(found, expected)).as("%s: %s", what, found).isTrue();
  }

  /** Many ways to cut nine steps into chunks, with vectors of each width and without. */
  @Tag("bits")
  @ParameterizedTest
  @CsvSource({
    "language model, 1",
    "transducer decoder, 1",
    "reader, 0",
    "stateful, 1",
    "convolution, 2",
    "learned start, 0",
    "nameless, 0",
    "doubles, 0",
    "floats, 0"
  })
  void chunksHaveTheBitsOfTheWhole(String name, int outputTimeAxis) {
    Model scalar = model(name, false);
    for (int batch : new int[] {1, 3}) {
      if (batch > 1 && name.equals("convolution")) {
        continue; // its counter is one for all sequences
      }
      ValueInfo info = scalar.newStream(batch).inputs().getFirst();
      int time = timeAxis(scalar, info);
      Tensor x = chunk(info, batch, STEPS);
      Tensor whole = run(scalar.newStream(batch), x);
      for (Model model : List.of(scalar, vectorModel(name))) {
        assertSame(run(model.newStream(batch), x), whole, name);
        for (int trial = 0; trial < 20; trial++) {
          Stream stream = model.newStream(batch);
          for (int from = 0, to; from < STEPS; from = to) {
            to = trial == 0 ? from + 1 : random.nextInt(from + 1, STEPS + 1);
            Tensor y = run(stream, part(x, time, from, to));
            assertSame(y, part(whole, outputTimeAxis, from, to), name);
          }
        }
      }
    }
  }

  /** A stream does what a caller would who hands each state on by name. */
  @ParameterizedTest
  @ValueSource(strings = {"voice", "transducer decoder", "stateful", "convolution"})
  void statesOfTheGraphGoOnAsIfHandedOn(String name) {
    Model model = model(name, true);
    int batch = name.equals("convolution") ? 1 : 2;
    Stream stream = model.newStream(batch);
    Session session = model.newSession();
    Map<String, Tensor> states = new HashMap<>();
    for (GraphState state : model.states()) {
      ValueInfo info =
          model.inputs().stream()
              .filter(i -> i.name().equals(state.input()))
              .findAny()
              .orElseThrow();
      states.put(state.input(), Tensor.zeros(info.type(), chunk(info, batch, 1).shape()));
    }
    ValueInfo x = stream.inputs().getFirst();
    assertThat(stream.inputs()).hasSize(1);
    String y = stream.outputs().getFirst().name();
    for (int call = 0; call < 5; call++) {
      Tensor chunk = chunk(x, batch, 2);
      Map<String, Tensor> in = new HashMap<>(states);
      in.put(x.name(), chunk);
      Map<String, Tensor> out = session.run(in);
      for (GraphState state : model.states()) {
        states.put(state.input(), Objects.requireNonNull(out.get(state.output())));
      }
      assertSame(run(stream, chunk), Objects.requireNonNull(out.get(y)), name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "language model",
        "voice",
        "transducer decoder",
        "reader",
        "stateful",
        "convolution",
        "learned start",
        "floats"
      })
  void aSteadyStepAllocatesNothing(String name) {
    Model model = model(name, true);
    Stream stream = model.newStream(1);
    Tensor[] in = {chunk(stream.inputs().getFirst(), 1, 1)};
    Tensor[] out = new Tensor[stream.outputs().size()];
    Arrays.setAll(out, i -> Tensor.growable(stream.outputs().get(i).type()));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int steady = 0;
    for (int round = 0; round < MOST_ROUNDS && steady < 3; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int step = 0; step < 500; step++) {
        stream.run(in, out);
      }
      steady = threads.getCurrentThreadAllocatedBytes() == before ? steady + 1 : 0;
    }
    assertThat(steady).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tokensAllocateNothing(boolean onlyLast) {
    Stream stream = model("language model", true).newStream(1);
    float[] y = new float[StreamedModels.VOCABULARY];
    int[] prompt = {3, 1, 4, 1, 5};
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int steady = 0;
    for (int round = 0; round < MOST_ROUNDS && steady < 3; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int step = 0; step < 500; step++) {
        if (onlyLast) {
          stream.runToLast(prompt, 5, y);
        } else {
          stream.step(step % StreamedModels.VOCABULARY, y);
        }
      }
      steady = threads.getCurrentThreadAllocatedBytes() == before ? steady + 1 : 0;
    }
    assertThat(steady).isEqualTo(3);
  }

  @Test
  void statesAreFoundByWhatTheyDoAndNotByOrder() {
    assertThat(pairs(Model.compile(StreamedModels.voice()))).containsExactly("state -> stateN");
    assertThat(pairs(Model.compile(StreamedModels.transducerDecoder())))
        .containsExactlyInAnyOrder("h_0 -> h_n", "c_0 -> c_n");
    assertThat(pairs(Model.compile(StreamedModels.stateful())))
        .containsExactlyInAnyOrder("memory -> new_memory", "carry -> new_carry");
    assertThat(pairs(Model.compile(StreamedModels.convolution())))
        .containsExactlyInAnyOrder("cache -> next_cache", "position -> next_position");
  }

  private static List<String> pairs(Model model) {
    return model.states().stream().map(s -> s.input() + " -> " + s.output()).toList();
  }

  @Test
  void aStateOfWhichNothingTellsTheBatchIsForOneSequence() {
    Model model = Model.compile(StreamedModels.convolution());
    assertThatThrownBy(() -> model.newStream(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("state position")
        .hasMessageContaining("which axis is the batch");
  }

  @Test
  void declaredStatesAreCheckedAndReplaceThoseThatWereFound() {
    Model model = Model.compile(StreamedModels.transducerDecoder());
    assertThatThrownBy(() -> model.withState("h", "h_n")).hasMessageContaining("'h'");
    assertThatThrownBy(() -> model.withState("token", "h_n"))
        .isInstanceOf(IllegalArgumentException.class);
    Model crossed = model.withState("h_0", "c_n");
    assertThat(pairs(crossed)).containsExactly("h_0 -> c_n");
    assertThat(crossed.newStream(1).inputs()).hasSize(2);
    assertThat(pairs(model.withoutState("c_0"))).containsExactly("h_0 -> h_n");
    assertThatThrownBy(() -> crossed.withoutState("c_0")).hasMessageContaining("'c_0'");
    assertThat(pairs(model)).hasSize(2);
  }

  @Test
  void inspectionNamesWhatIsCarried() {
    Streaming voice = Model.compile(StreamedModels.voice()).streaming();
    assertThat(voice.isPossible()).isTrue();
    assertThat(voice.states())
        .containsExactly(
            new Streaming.State("state", true, ElementType.FLOAT32, 2 * StreamedModels.H));
    Streaming stack = Model.compile(StreamedModels.stack(ElementType.FLOAT32)).streaming();
    assertThat(stack.states().stream().map(Streaming.State::name).toList())
        .containsExactly("y0 h", "y0 c", "y1 h");
    assertThat(stack.stateBytes()).isEqualTo(4 * 3 * StreamedModels.H);
    assertThat(stack.isExact()).isTrue();
  }
}
