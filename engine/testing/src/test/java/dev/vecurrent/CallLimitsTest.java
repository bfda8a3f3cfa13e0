package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.vecurrent.internal.kernel.MachineVectors;
import dev.vecurrent.limit.CallEndedException;
import dev.vecurrent.limit.CallEndedException.Reason;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.limit.CancelToken;
import dev.vecurrent.spec.Body;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.LayerParameters;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.spec.WeightLayout;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls end when their limits say so, and leave everything as it was. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CallLimitsTest {

  private static final int I = 5;
  private static final int H = 24;
  private static final int LONG = 2_000_000;

  private final Random random = new Random(7);

  private float[] floats(int size) {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = random.nextFloat() - 0.5f;
    }
    return floats;
  }

  private LayerParameters parameters(int gates, int inputs) {
    return new LayerParameters(
        WeightLayout.PYTORCH,
        floats(gates * H * inputs),
        floats(gates * H * H),
        floats(gates * H),
        floats(gates * H));
  }

  private Model layers() {
    return Model.compile(
        NetworkBuilder.input(I)
            .recurrent(Lstm.of(Direction.FORWARD, H), parameters(4, I))
            .recurrent(Gru.of(Direction.FORWARD, H, true), parameters(3, H))
            .build());
  }

  /** A Loop without an end: its condition stays true. */
  private static Graph endless() {
    Body body =
        new Body(
            List.of("i", "c", "v"),
            List.of("c", "w"),
            Map.of(),
            List.of(new OperatorNode("neg", "Neg", 13, List.of("v"), List.of("w"), Map.of())));
    return new Graph(
        "endless",
        List.of(ValueInfo.of("x", ElementType.FLOAT32, Dimension.of(3))),
        List.of(new ValueInfo("y", ElementType.FLOAT32, Optional.empty())),
        Map.of("true", Tensor.of(new boolean[] {true})),
        List.of(
            new ControlNode(
                "forever",
                "Loop",
                13,
                List.of("", "true", "x"),
                List.of("y"),
                Map.of(),
                Map.of("body", body))));
  }

  private static void ends(Reason reason, Runnable call) {
    CallEndedException end = catchThrowableOfType(CallEndedException.class, call::run);
    assertThat(end).isNotNull();
    assertThat(end.reason()).isEqualTo(reason);
  }

  /** Runs something that does not end by itself, and ends it a little later. */
  private static void endedLater(Reason reason, CancelToken token, Runnable call)
      throws InterruptedException {
    Thread caller = Thread.currentThread();
    Thread other =
        new Thread(() -> {
          try {
            Thread.sleep(100);
          } catch (InterruptedException e) {
            return;
          }
          if (reason == Reason.CANCELLED) {
            token.cancel();
          } else {
            caller.interrupt();
          }
        });
    other.start();
    try {
      ends(reason, call);
      assertThat(Thread.interrupted()).isEqualTo(reason == Reason.INTERRUPTED);
    } finally {
      other.join();
    }
  }

  private static CallLimits limits(Reason reason, CancelToken token) {
    return reason == Reason.TIMEOUT
        ? CallLimits.within(Duration.ofMillis(100))
        : CallLimits.none().withToken(token);
  }

  private static void endedLater(Reason reason, java.util.function.Consumer<CallLimits> call)
      throws InterruptedException {
    CancelToken token = new CancelToken();
    CallLimits limits = limits(reason, token);
    if (reason == Reason.TIMEOUT) {
      ends(reason, () -> call.accept(limits));
    } else {
      endedLater(reason, token, () -> call.accept(limits));
    }
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aLongRunOfLayersEndsAndTheNextCallHasTheBitsOfAFreshSession(Reason reason)
      throws InterruptedException {
    Model model = layers();
    Session session = model.newSession();
    Map<String, Tensor> small = Map.of("x", Tensor.of(floats(7 * 2 * I), 7, 2, I));
    Map<String, Tensor> large = Map.of("x", Tensor.zeros(ElementType.FLOAT32, LONG, 1, I));
    float[] expected = model.newSession().run(small).get("y").floats();
    endedLater(reason, limits -> session.run(large, limits));
    assertThat(session.run(small).get("y").floats()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aStreamKeepsItsStates(Reason reason) throws InterruptedException {
    Model model = layers();
    Stream calm = model.newStream(1);
    Stream ended = model.newStream(1);
    float[] x = floats(I);
    float[] expected = new float[H];
    float[] found = new float[H];
    float[] chunk = new float[LONG * I];
    float[] y = new float[LONG * H];
    for (int i = 0; i < 2; i++) {
      calm.step(x, expected);
      ended.step(x, found);
      assertThat(found).isEqualTo(expected);
      endedLater(reason, limits -> ended.run(chunk, LONG, y, limits));
    }
    calm.step(x, expected);
    ended.step(x, found);
    assertThat(found).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void helpersOfACallEndWithIt(Reason reason) throws InterruptedException {
    Model model = layers();
    Map<String, Tensor> small = Map.of("x", Tensor.of(floats(7 * 2 * I), 7, 2, I));
    float[] expected = model.newSession().run(small).get("y").floats();
    try (Workers workers = Workers.of(2)) {
      Session session = model.newSession(workers);
      Map<String, Tensor> large = Map.of("x", Tensor.zeros(ElementType.FLOAT32, LONG / 4, 4, I));
      for (int i = 0; i < 3; i++) {
        endedLater(reason, limits -> session.run(large, limits));
        assertThat(session.run(small).get("y").floats()).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aLoopWithoutAnEndEndsAtItsNode(Reason reason) throws InterruptedException {
    Model model = Model.compile(endless());
    Session session = model.newSession();
    Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[3], 3));
    endedLater(reason, limits -> session.run(inputs, limits));
    assertThatThrownBy(() -> session.run(inputs, CallLimits.within(Duration.ofMillis(5))))
        .isInstanceOf(CallEndedException.class)
        .hasMessageContaining("(")
        .hasMessageContaining("longer than the limit of 5 ms");
  }

  @Test
  void memoryAndWarmUpHaveLimitsByDefault() {
    Model model = Model.compile(endless());
    assertThatThrownBy(() -> model.memory(Map.of()))
        .isInstanceOf(CallEndedException.class)
        .hasMessageContaining("longer than the limit of 1.0 s");
    WarmUp warmUp = model.warmUp(Duration.ofMillis(200));
    assertThat(warmUp.calls()).isZero();
    assertThat(warmUp.refused()).anyMatch(why -> why.contains("longer than the limit"));
    Session session = model.newSession();
    Tensor[] inputs = {Tensor.of(new float[3], 3)};
    assertThatThrownBy(() -> session.warmUp(inputs, Duration.ofMillis(50)))
        .isInstanceOf(CallEndedException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANCELLED", "INTERRUPTED"})
  void warmUpAndMemoryHeedWhoEndsThem(Reason reason) throws InterruptedException {
    Model model = Model.compile(endless());
    if (reason == Reason.INTERRUPTED) {
      endedLater(reason, limits -> model.warmUp(Duration.ofMinutes(2)));
    }
    endedLater(reason, limits -> model.memory(Map.of(), limits));
  }

  @Test
  void aCallThatIsOverBeforeItBeginsDoesNothing() {
    Model model = layers();
    CancelToken token = new CancelToken();
    token.cancel();
    assertThat(token.isCancelled()).isTrue();
    CallLimits limits = CallLimits.none().withToken(token);
    Session session = model.newSession();
    Tensor[] x = {Tensor.of(floats(I), 1, 1, I)};
    float[] marks = new float[H];
    Arrays.fill(marks, 42);
    Tensor[] y = {Tensor.of(marks, 1, 1, H)};
    ends(Reason.CANCELLED, () -> session.run(x, y, limits));
    assertThat(marks).containsOnly(42);
    ends(Reason.CANCELLED, () -> Model.compile(endless(), CompileOptions.defaults(), limits));
    session.run(x, y);
    assertThat(marks).doesNotContain(42);
  }

  /** Each turn once copied all that was stacked before, from half of the limit on. */
  @Test
  void scanOutputsNearTheLimitAreNotCopiedInEachTurn() {
    Body body =
        new Body(
            List.of("i", "c", "v"),
            List.of("c", "v", "w"),
            Map.of(),
            List.of(new OperatorNode("neg", "Neg", 13, List.of("v"), List.of("w"), Map.of())));
    int trips = 24_000;
    Graph graph =
        new Graph(
            "stacking",
            List.of(ValueInfo.of("x", ElementType.FLOAT32, Dimension.of(4))),
            List.of(new ValueInfo("y", ElementType.FLOAT32, Optional.empty())),
            Map.of("trips", Tensor.of(new long[] {trips})),
            List.of(
                new ControlNode(
                    "loop",
                    "Loop",
                    13,
                    List.of("trips", "", "x"),
                    List.of("", "y"),
                    Map.of(),
                    Map.of("body", body))));
    long valueBytes = 400_000;
    Session session =
        Model.compile(graph, CompileOptions.defaults().withValueBytes(valueBytes)).newSession();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Tensor[] outputs = {Tensor.growable(ElementType.FLOAT32)};
    long before = threads.getCurrentThreadAllocatedBytes();
    session.run(new Tensor[] {Tensor.of(new float[4], 4)}, outputs);
    assertThat(outputs[0].shape()).containsExactly(trips, 4);
    if (!MachineVectors.areForeign()) {
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(50 * valueBytes);
    }
  }

  @Test
  void limitsSayWhatTheyAre() {
    assertThat(CallLimits.none().timeout()).isEmpty();
    assertThat(CallLimits.none().token()).isEmpty();
    assertThat(CallLimits.within(Duration.ofSeconds(3)).timeout()).contains(Duration.ofSeconds(3));
    assertThat(CallLimits.within(Duration.ofSeconds(Long.MAX_VALUE)).timeout()).isEmpty();
    assertThat(CallLimits.within(Duration.ofSeconds(2)).toString())
        .isEqualTo("CallLimits[timeout=PT2S, token=none]");
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
      assertThatThrownBy(() -> CallLimits.within(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("more than zero");
    }
  }
}
