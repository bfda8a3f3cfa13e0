package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.limit.SnapshotRefusedException;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Snapshots, forks and last steps of a stream. */
class StreamLifeTest {

  private static final int V = StreamedModels.VOCABULARY;

  private final SplittableRandom random = new SplittableRandom(Seeds.of(StreamLifeTest.class));
  private final Model model = Model.compile(StreamedModels.languageModel());

  private int[] tokens(int count) {
    return random.ints(count, 0, V).toArray();
  }

  private static float[] feed(Stream stream, int[] tokens) {
    float[] y = new float[tokens.length * V];
    stream.run(tokens, tokens.length / stream.batch(), y);
    return y;
  }

  @Test
  void tokensOneByOneHaveTheBitsOfAllAtOnce() {
    int[] tokens = tokens(9);
    float[] whole = feed(model.newStream(1), tokens);
    Stream stream = model.newStream(1);
    float[] y = new float[V];
    for (int t = 0; t < tokens.length; t++) {
      stream.step(tokens[t], y);
      assertThat(y).isEqualTo(Arrays.copyOfRange(whole, t * V, (t + 1) * V));
    }
    assertThatThrownBy(() -> stream.step(V, y)).hasMessageContaining("embedded");
    assertThatThrownBy(() -> model.newStream(2).step(1, y)).hasMessageContaining("2 sequences");
  }

  /** The token is out of range: a run would say so. */
  @Test
  void tooShortAnArrayIsRefusedBeforeTheModelRuns() {
    Stream stream = model.newStream(1);
    assertThatThrownBy(() -> stream.run(new int[] {1, V}, 2, new float[2 * V - 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("y: the output is 22 floats, the array has 21");
    assertThatThrownBy(() -> stream.runToLast(new int[] {1, V}, 2, new float[V - 1]))
        .hasMessageContaining("y: the output is 11 floats, the array has 10");
  }

  @Test
  void onlyTheLastStepIsTheLastOfAll() {
    for (int batch : new int[] {1, 3}) {
      int[] tokens = tokens(6 * batch);
      float[] whole = feed(model.newStream(batch), tokens);
      Stream stream = model.newStream(batch);
      float[] last = new float[batch * V];
      stream.runToLast(tokens, 6, last);
      for (int n = 0; n < batch; n++) {
        assertThat(Arrays.copyOfRange(last, n * V, (n + 1) * V))
            .isEqualTo(Arrays.copyOfRange(whole, (n * 6 + 5) * V, (n * 6 + 6) * V));
      }
    }
  }

  @Test
  void aCallToTheLastStepIsTakenBackAsOne() {
    Stream stream = model.newStream(2);
    Stream calm = model.newStream(2);
    int[] first = tokens(4);
    feed(stream, first);
    feed(calm, first);
    stream.runToLast(tokens(12), 6, new float[2 * V]);
    assertThat(stream.undo()).isTrue();
    assertThat(stream.undo()).isFalse();
    int[] next = tokens(4);
    assertThat(feed(stream, next)).isEqualTo(feed(calm, next));
  }

  @Test
  void aFailureInTheLastStepTakesBackAllSteps() {
    Stream stream = model.newStream(1);
    Stream calm = model.newStream(1);
    feed(stream, tokens(4));
    calm.restore(stream.snapshot());
    int[] bad = tokens(5);
    bad[4] = V;
    assertThatThrownBy(() -> stream.runToLast(bad, 5, new float[V]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> stream.runToLast(bad, 0, new float[V]))
        .hasMessageContaining("1 or more");
    int[] next = tokens(3);
    assertThat(feed(stream, next)).isEqualTo(feed(calm, next));
  }

  @Test
  void aForkAndARestoredStreamGoOnByThemselves() {
    Stream stream = model.newStream(2);
    feed(stream, tokens(8));
    Stream fork = stream.fork();
    Stream restored = model.newStream(2);
    feed(restored, tokens(2));
    restored.restore(stream.snapshot());
    int[] next = tokens(6);
    float[] y = feed(stream, next);
    assertThat(feed(fork, next)).isEqualTo(y);
    assertThat(feed(restored, next)).isEqualTo(y);
    int[] other = tokens(6);
    feed(fork, other);
    assertThat(feed(stream, next)).isEqualTo(feed(restored, next));
  }

  @Test
  void aSequenceAloneIsResetAndTheLastCallTakenBack() {
    Stream stream = model.newStream(2);
    int[] first = tokens(4);
    float[] fresh = feed(stream, first);
    int[] second = tokens(4);
    float[] before = feed(stream, second);
    assertThat(stream.undo()).isTrue();
    assertThat(stream.undo()).isFalse();
    assertThat(feed(stream, second)).isEqualTo(before);
    stream.reset(1);
    float[] half = feed(stream, first);
    assertThat(Arrays.copyOfRange(half, 2 * V, 4 * V))
        .isEqualTo(Arrays.copyOfRange(fresh, 2 * V, 4 * V));
    assertThat(Arrays.copyOfRange(half, 0, 2 * V))
        .isNotEqualTo(Arrays.copyOfRange(fresh, 0, 2 * V));
  }

  @Test
  void trimmedStreamsGoOn() {
    Stream stream = model.newStream(1);
    Stream calm = model.newStream(1);
    int[] first = tokens(50);
    feed(stream, first);
    feed(calm, first);
    for (int i = 0; i < 3; i++) {
      stream.trim();
      int[] next = tokens(5); // of the same size as before
      assertThat(feed(stream, next)).isEqualTo(feed(calm, next));
    }
  }

  @Test
  void aStateThatWasLearnedIsOnlyTheFirstOne() {
    Model learned = Model.compile(StreamedModels.learnedStart());
    float[] x = new float[8 * StreamedModels.I];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    float[] whole = new float[8 * StreamedModels.H];
    learned.newStream(1).run(x, 8, whole);
    Map<String, Tensor> in = new HashMap<>();
    in.put("x", Tensor.of(x, 8, 1, StreamedModels.I));
    assertThat(whole).isEqualTo(learned.newSession().run(in).get("y").floats());
    Stream stream = learned.newStream(1);
    float[] y = new float[StreamedModels.H];
    for (int t = 0; t < 8; t++) {
      stream.step(Arrays.copyOfRange(x, t * StreamedModels.I, (t + 1) * StreamedModels.I), y);
      assertThat(y)
          .isEqualTo(Arrays.copyOfRange(whole, t * StreamedModels.H, (t + 1) * StreamedModels.H));
    }
  }

  @Test
  void damagedSnapshotsAreRefusedAndLeaveTheState() {
    Stream stream = model.newStream(2);
    feed(stream, tokens(6));
    byte[] good = stream.snapshot();
    Stream victim = model.newStream(2);
    feed(victim, tokens(4));
    Stream calm = victim.fork();
    for (int i = 0; i < 3000; i++) {
      byte[] bad = good.clone();
      switch (random.nextInt(3)) {
        case 0 -> bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bad = Arrays.copyOf(bad, random.nextInt(bad.length));
        default -> bad = Arrays.copyOf(bad, bad.length + random.nextInt(1, 40));
      }
      byte[] damaged = bad;
      assertThatThrownBy(() -> victim.restore(damaged))
          .isInstanceOf(SnapshotRefusedException.class);
    }
    int[] next = tokens(4);
    assertThat(feed(victim, next)).isEqualTo(feed(calm, next));
    victim.restore(good);
    assertThat(feed(victim, next)).isEqualTo(feed(stream, next));
  }

  @Test
  void snapshotsOfSomethingElseAreRefused() {
    Stream stream = model.newStream(2);
    byte[] good = stream.snapshot();
    assertThatThrownBy(() -> model.newStream(1).restore(good))
        .isInstanceOf(SnapshotRefusedException.class)
        .hasMessageContaining("expected 1 sequences, found 2");
    Graph graph = StreamedModels.languageModel();
    Map<String, Tensor> constants = new HashMap<>(graph.constants());
    float[] table = constants.get("table").floats().clone();
    table[3] = Math.nextUp(table[3]);
    constants.put("table", Tensor.of(table, V, StreamedModels.I));
    Model almost =
        Model.compile(
            new Graph(graph.name(), graph.inputs(), graph.outputs(), constants, graph.nodes()));
    assertThatThrownBy(() -> almost.newStream(2).restore(good))
        .isInstanceOf(SnapshotRefusedException.class)
        .hasMessageContaining("another model");
    Model.compile(StreamedModels.languageModel()).newStream(2).restore(good);
  }

  @Test
  void whatIsNotWantedIsNotComputed() {
    Stream stream = model.newStream(1);
    Stream calm = model.newStream(1);
    Tensor bad = Tensor.of(new long[] {1, 2, 3}, 1, 3);
    stream.run(new Tensor[] {bad}, new Tensor[] {null});
    calm.run(new Tensor[] {bad}, new Tensor[] {Tensor.growable(ElementType.FLOAT32)});
    int[] next = tokens(4);
    assertThat(feed(stream, next)).isEqualTo(feed(calm, next));
  }
}
