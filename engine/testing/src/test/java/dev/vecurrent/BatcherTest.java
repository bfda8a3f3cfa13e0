package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.limit.CallEndedException;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.limit.CancelToken;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Bits;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences that come, go, stall, fail and split have the bits of lone streams. */
class BatcherTest {

  private static final int CAPACITY = 7;
  private static final int OPERATIONS = 10_000;
  private static final int MOST_STEPS = 3;

  private final SplittableRandom random = new SplittableRandom(Seeds.of(BatcherTest.class));

  /** A state as bytes, and the lone stream that was in it. */
  private record Saved(byte[] snapshot, byte[] lone) {}

  /** What is random about a model's calls. */
  private record Kind(Graph graph, int batchAxis, int timeAxis, int outputBatchAxis) {

    static Kind of(String name) {
      return switch (name) {
        case "floats" -> new Kind(StreamedModels.stack(ElementType.FLOAT32), 1, 0, 1);
        case "doubles" -> new Kind(StreamedModels.stack(ElementType.FLOAT64), 1, 0, 1);
        case "tokens" -> new Kind(StreamedModels.languageModel(), 0, 1, 0);
        case "voice" -> new Kind(StreamedModels.voice(), 0, -1, 0);
        case "decoder" -> new Kind(StreamedModels.transducerDecoder(), 0, 1, 0);
        case "stateful" -> new Kind(StreamedModels.stateful(), 0, 1, 0);
        default -> throw new IllegalArgumentException(name);
      };
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"floats", "doubles", "tokens", "voice", "decoder", "stateful"})
  void anyOrderOfOperationsHasTheBitsOfLoneStreams(String name) {
    Kind kind = Kind.of(name);
    Model model = Model.compile(kind.graph());
    Batcher batcher = model.newBatcher(CAPACITY);
    Map<Integer, Stream> lone = new TreeMap<>();
    List<Saved> saved = new ArrayList<>();
    int stepped = 0;
    for (int operation = 0; operation < OPERATIONS; operation++) {
      int choice = random.nextInt(100);
      if (lone.isEmpty() || (choice < 6 && lone.size() < CAPACITY)) {
        lone.put(batcher.open(), model.newStream(1));
        continue;
      }
      int place = any(lone);
      Stream one = Objects.requireNonNull(lone.get(place));
      if (choice < 9) {
        batcher.close(place);
        lone.remove(place);
      } else if (choice < 14 && lone.size() < CAPACITY) {
        lone.put(batcher.fork(place), one.fork());
      } else if (choice < 20) {
        assertThat(batcher.undo(place)).as("undo of %d", place).isEqualTo(one.undo());
      } else if (choice < 24) {
        Saved state = new Saved(batcher.snapshot(place), one.snapshot());
        saved.add(state);
      } else if (choice < 28 && !saved.isEmpty()) {
        Saved state = saved.get(random.nextInt(saved.size()));
        batcher.restore(place, state.snapshot());
        one.restore(state.lone());
      } else if (choice < 30) {
        batcher.reset(place);
        one.reset();
      } else if (choice < 31) {
        batcher.trim();
      } else {
        step(kind, batcher, lone, choice < 40);
        stepped++;
      }
      assertThat(batcher.live()).isEqualTo(lone.size());
    }
    assertThat(stepped).isGreaterThan(OPERATIONS / 2);
  }

  private int any(Map<Integer, Stream> lone) {
    Integer[] places = lone.keySet().toArray(new Integer[0]);
    return places[random.nextInt(places.length)];
  }

  /** Steps some of the sequences, in any order; the others stall. */
  private void step(Kind kind, Batcher batcher, Map<Integer, Stream> lone, boolean fails) {
    List<Integer> ready = new ArrayList<>(lone.keySet());
    for (int i = ready.size() - 1; i > 0; i--) {
      java.util.Collections.swap(ready, i, random.nextInt(i + 1));
    }
    int rows = random.nextInt(1, ready.size() + 1);
    int steps = kind.timeAxis() < 0 ? 1 : random.nextInt(MOST_STEPS + 1);
    int[] places = new int[CAPACITY];
    Tensor[] own = new Tensor[rows];
    for (int row = 0; row < rows; row++) {
      places[row] = ready.get(row);
      own[row] = chunk(kind, batcher, steps);
    }
    Tensor x = side(own, kind.batchAxis());
    Tensor[] y = results(batcher.outputs().size(), kind);
    if (fails) {
      CancelToken token = new CancelToken();
      token.cancel();
      CallLimits cancelled = CallLimits.none().withToken(token);
      assertThatThrownBy(() -> batcher.run(places, rows, new Tensor[] {x}, y, cancelled))
          .isInstanceOf(CallEndedException.class);
      for (int row = 0; row < rows; row++) {
        Stream one = Objects.requireNonNull(lone.get(places[row]));
        Tensor[] in = {own[row]};
        assertThatThrownBy(() -> one.run(in, y, cancelled)).isInstanceOf(CallEndedException.class);
      }
      return;
    }
    batcher.run(places, rows, new Tensor[] {x}, y, CallLimits.none());
    Tensor[] expected = new Tensor[rows];
    for (int row = 0; row < rows; row++) {
      Tensor[] ownY = results(y.length, kind);
      Objects.requireNonNull(lone.get(places[row])).run(new Tensor[] {own[row]}, ownY);
      expected[row] = ownY[0];
    }
    Tensor together = side(expected, kind.outputBatchAxis());
    assertThat(Bits.same(y[0], together))
        .as("%s of places %s", y[0], Arrays.toString(places))
        .isTrue();
  }

  private static Tensor[] results(int count, Kind kind) {
    Tensor[] results = new Tensor[count];
    ElementType type = kind.graph().outputs().getFirst().type();
    Arrays.setAll(results, i -> Tensor.growable(type));
    return results;
  }

  /** A chunk of one sequence. */
  private Tensor chunk(Kind kind, Batcher batcher, int steps) {
    List<dev.vecurrent.spec.Dimension> dims = batcher.inputs().getFirst().shape().orElseThrow();
    int[] shape = new int[dims.size()];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] =
          axis == kind.timeAxis() ? steps : axis == kind.batchAxis() ? 1 : dims.get(axis).size();
    }
    return StreamedModels.fill(Tensor.zeros(batcher.inputs().getFirst().type(), shape), random);
  }

  /** Tensors side by side along an axis. */
  private static Tensor side(Tensor[] tensors, int axis) {
    int[] shape = tensors[0].shape();
    int outer = 1;
    for (int i = 0; i < axis; i++) {
      outer *= shape[i];
    }
    int inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= shape[i];
    }
    shape[axis] = tensors.length;
    Tensor all = Tensor.zeros(tensors[0].type(), shape);
    for (int row = 0; row < tensors.length; row++) {
      for (int o = 0; o < outer; o++) {
        System.arraycopy(
            tensors[row].storage(),
            o * inner,
            all.storage(),
            (o * tensors.length + row) * inner,
            inner);
      }
    }
    return all;
  }

  @Test
  void placesThatAreNotOpenOrThereTwiceAreRefused() {
    Batcher batcher = Model.compile(StreamedModels.voice()).newBatcher(2);
    int place = batcher.open();
    float[] x = new float[2 * StreamedModels.I];
    float[] y = new float[2];
    assertThatThrownBy(() -> batcher.step(new int[] {place, place}, 2, x, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there twice");
    assertThatThrownBy(() -> batcher.step(new int[] {place, 1}, 2, x, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("place 1 is not open");
    assertThatThrownBy(() -> batcher.undo(-1)).hasMessageContaining("place -1 is not open");
    batcher.open();
    assertThatThrownBy(batcher::open).hasMessageContaining("all 2 places are taken");
    batcher.close(place);
    assertThat(batcher.open()).isEqualTo(place);
  }

  /** A file that was exported for one sequence serves many, one after the other. */
  @Test
  void aFixedBatchIsThatOfEachCall() {
    Model model = Model.compile(StreamedModels.voiceOfOne());
    Batcher batcher = model.newBatcher(3);
    int[][] places = {{batcher.open()}, {batcher.open()}, {batcher.open()}};
    Stream[] lone = {model.newStream(1), model.newStream(1), model.newStream(1)};
    float[] y = new float[1];
    float[] expected = new float[1];
    for (int call = 0; call < 30; call++) {
      int n = random.nextInt(3);
      float[] x = new float[StreamedModels.I];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextDouble(-1, 1);
      }
      batcher.step(places[n], 1, x, y);
      lone[n].step(x, expected);
      assertThat(y).isEqualTo(expected);
    }
    assertThatThrownBy(
            () -> batcher.step(new int[] {0, 1}, 2, new float[2 * StreamedModels.I], new float[2]))
        .isInstanceOf(IllegalArgumentException.class);
    batcher.trim();
    batcher.step(places[0], 1, new float[StreamedModels.I], y);
    assertThatThrownBy(() -> model.newStream(2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLiveSequenceCostsTwiceItsStateAndSomeBytes() {
    Model model = Model.compile(StreamedModels.stack(ElementType.FLOAT32));
    Batcher batcher = model.newBatcher(1000);
    long state = 4L * 3 * StreamedModels.H;
    assertThat(batcher.stateBytes()).isEqualTo(state);
    assertThat(batcher.tableBytes() / 1000 - 2 * state).isBetween(0L, 16L);
  }
}
