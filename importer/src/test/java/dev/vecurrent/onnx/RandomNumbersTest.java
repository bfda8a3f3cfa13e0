package dev.vecurrent.onnx;

import static dev.vecurrent.onnx.Bodies.BOOL;
import static dev.vecurrent.onnx.Bodies.FLOAT;
import static dev.vecurrent.onnx.Bodies.INT64;
import static dev.vecurrent.onnx.Bodies.body;
import static dev.vecurrent.onnx.Bodies.compile;
import static dev.vecurrent.onnx.Bodies.value;
import static dev.vecurrent.onnx.Protos.integer;
import static dev.vecurrent.onnx.Protos.ints;
import static dev.vecurrent.onnx.Protos.model;
import static dev.vecurrent.onnx.Protos.node;
import static dev.vecurrent.onnx.Protos.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.Plan;
import dev.vecurrent.Session;
import dev.vecurrent.Workers;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Random numbers of models: what repeats, what differs, and what the plan must leave alone. */
class RandomNumbersTest {

  private static final Tensor X = Tensor.zeros(ElementType.FLOAT32, 4, 8);

  private static NodeProto.Builder normal(String input, String output) {
    return node("RandomNormalLike", List.of(input), List.of(output)).setName("draw_" + output);
  }

  /** Noise that is added to the input. */
  private static ModelProto.Builder noise(NodeProto.Builder... before) {
    GraphProto.Builder graph =
        GraphProto.newBuilder().addInput(value("x", FLOAT)).addOutput(value("y", FLOAT));
    for (NodeProto.Builder each : before) {
      graph.addNode(each);
    }
    graph.addNode(normal("x", "noise"));
    graph.addNode(node("Add", List.of("x", "noise"), List.of("y")));
    return model(graph, 13);
  }

  private static float[] run(Session session) {
    return run(session, "y");
  }

  private static float[] run(Session session, String output) {
    Tensor y = session.run(Map.of("x", X)).get(output);
    return Arrays.copyOf(y.floats(), y.size());
  }

  @Test
  void eachCallDiffersAndASessionRepeatsAnother() {
    Model model = compile(noise());
    Session one = model.newSession();
    Session two = model.newSession();
    float[] first = run(one);
    float[] second = run(one);
    assertThat(second).isNotEqualTo(first);
    assertThat(run(two)).isEqualTo(first);
    assertThat(run(two)).isEqualTo(second);
    assertThat(run(compile(noise()).newSession())).isEqualTo(first);
    two.seed(1);
    assertThat(run(two)).isNotEqualTo(first);
    two.seed(0);
    assertThat(run(two)).isEqualTo(first);
    assertThat(model.randomOutputs()).containsExactly("y");
  }

  @Test
  void numbersAreTheSameEverywhere() {
    // Written down once: another machine, JVM or release must draw the same.
    float[] drawn = run(compile(noise()).newSession());
    assertThat(Arrays.copyOf(drawn, 4)).containsExactly(GOLDEN);
    Model scalar =
        Model.compile(
            OnnxImporter.read(noise().build().toByteArray(), "test", ImportLimits.defaults()),
            CompileOptions.defaults().withVector(false));
    assertThat(run(scalar.newSession())).isEqualTo(drawn);
    try (Workers workers = Workers.of(2)) {
      assertThat(run(compile(noise()).newSession(workers))).isEqualTo(drawn);
    }
  }

  private static final float[] GOLDEN = {0.35403574f, 1.755931f, 0.53953373f, 0.86902404f};

  @Test
  void otherNodesChangeNothing() {
    float[] alone = run(compile(noise()).newSession());
    ModelProto.Builder beside = noise(normal("x", "other"));
    beside.getGraphBuilder().addOutput(value("other", FLOAT));
    Session session = compile(beside).newSession();
    assertThat(run(session)).isEqualTo(alone);
    session.seed(0);
    assertThat(run(session, "other")).isNotEqualTo(alone);
  }

  @Test
  void warmUpDrawsNothing() {
    Model model = compile(noise());
    Session session = model.newSession();
    session.warmUp(new Value[] {X}, Duration.ofMillis(20));
    assertThat(run(session)).isEqualTo(run(model.newSession()));
  }

  @Test
  void aCallThatFailsDrawsNothing() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(value("x", FLOAT))
            .addInput(value("shape", INT64))
            .addOutput(value("y", FLOAT))
            .addNode(normal("x", "noise"))
            .addNode(node("Reshape", List.of("noise", "shape"), List.of("y")));
    Model model = compile(model(graph, 13));
    Session session = model.newSession();
    Map<String, Tensor> wrong = Map.of("x", X, "shape", Tensor.of(new long[] {5}, 1));
    Map<String, Tensor> right = Map.of("x", X, "shape", Tensor.of(new long[] {-1}, 1));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> session.run(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(session.run(right).get("y").floats())
        .isEqualTo(model.newSession().run(right).get("y").floats());
  }

  @Test
  void aSeedOfANodeStandsAboveTheSessions() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(value("x", FLOAT))
            .addOutput(value("y", FLOAT))
            .addOutput(value("z", FLOAT))
            .addNode(normal("x", "y").addAttribute(number("seed", 3)))
            .addNode(normal("x", "z").addAttribute(number("seed", 3)));
    Session session = compile(model(graph, 13)).newSession();
    float[] first = run(session, "y");
    assertThat(run(session, "y")).isNotEqualTo(first);
    session.seed(77);
    assertThat(run(session, "z")).isEqualTo(first);
  }

  /** A node without inputs, and one whose input is known, are drawn in each call all the same. */
  @Test
  void nothingIsComputedBeforeARun() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(value("x", FLOAT))
            .addInitializer(Protos.floats("c", 4, 8))
            .addOutput(value("y", FLOAT))
            .addNode(
                node("RandomUniform", List.of(), List.of("u")).addAttribute(ints("shape", 4, 8)))
            .addNode(
                node("RandomUniform", List.of(), List.of("v")).addAttribute(ints("shape", 4, 8)))
            .addNode(normal("c", "n"))
            .addNode(node("Sub", List.of("u", "v"), List.of("d")))
            .addNode(node("Add", List.of("d", "n"), List.of("s")))
            .addNode(node("Add", List.of("s", "x"), List.of("y")));
    Model model = compile(model(graph, 13));
    assertThat(model.plan().steps().stream().map(Plan.Step::operator))
        .contains("RandomUniform", "RandomNormalLike");
    Session session = model.newSession();
    float[] first = run(session);
    assertThat(run(session)).isNotEqualTo(first);
    float zeros = 0;
    for (float each : first) {
      zeros += each == 0 ? 1 : 0;
    }
    assertThat(zeros).isZero(); // u and v differ
  }

  /** A loop whose body draws: each turn and each call are others. */
  @Test
  void turnsOfALoopDrawAnew() {
    GraphProto.Builder turn =
        GraphProto.newBuilder()
            .addInput(value("i", INT64))
            .addInput(value("c", BOOL))
            .addOutput(value("stay", BOOL))
            .addOutput(value("row", FLOAT))
            .addNode(node("Identity", List.of("c"), List.of("stay")))
            .addNode(normal("x", "row"));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(value("x", FLOAT))
            .addInitializer(Protos.tensor("trips", INT64).addInt64Data(3))
            .addOutput(value("y", FLOAT))
            .addNode(
                node("Loop", List.of("trips", ""), List.of("y")).addAttribute(body("body", turn)));
    Model model = compile(model(graph, 13));
    assertThat(model.randomOutputs()).containsExactly("y");
    Session session = model.newSession();
    float[] all = run(session);
    int size = X.size();
    float[] rows = Arrays.copyOfRange(all, 0, size);
    assertThat(Arrays.copyOfRange(all, size, 2 * size)).isNotEqualTo(rows);
    assertThat(run(session)).isNotEqualTo(all);
    assertThat(run(model.newSession())).isEqualTo(all);
  }

  private static ModelProto.Builder dropout(boolean maskRead, boolean training) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(value("x", FLOAT))
            .addInitializer(Protos.tensor("ratio", FLOAT).addFloatData(0.5f))
            .addInitializer(Protos.tensor("mode", BOOL).addInt32Data(training ? 1 : 0))
            .addOutput(value("y", FLOAT))
            .addNode(node("Dropout", List.of("x", "ratio", "mode"), List.of("y", "mask")));
    if (maskRead) {
      graph.addOutput(value("mask", BOOL));
    }
    return model(graph, 13);
  }

  @Test
  void dropoutInTrainingIsKept() {
    Tensor ones = Tensor.of(new float[100], 100);
    Arrays.fill(ones.floats(), 1);
    for (boolean maskRead : new boolean[] {false, true}) {
      Model model = compile(dropout(maskRead, true));
      Map<String, Tensor> made = model.newSession().run(Map.of("x", ones));
      float[] y = made.get("y").floats();
      for (int i = 0; i < 100; i++) {
        assertThat(y[i]).isIn(0f, 2f);
        assertThat(!maskRead || made.get("mask").booleans()[i] == (y[i] != 0)).isTrue();
      }
      assertThat(y).contains(0f).contains(2f);
    }
    Model inference = compile(dropout(false, false));
    assertThat(inference.randomOutputs()).isEmpty();
    assertThat(inference.newSession().run(Map.of("x", ones)).get("y").floats())
        .isEqualTo(ones.floats());
  }

  @Test
  void dropoutIsToldInTheCall() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(value("x", FLOAT))
            .addInput(value("mode", BOOL))
            .addOutput(value("y", FLOAT))
            .addNode(
                node("Dropout", List.of("x", "", "mode"), List.of("y"))
                    .addAttribute(integer("seed", 4)));
    Model model = compile(model(graph, 13));
    Tensor ones = Tensor.of(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 12);
    Session session = model.newSession();
    Tensor on = Tensor.of(new boolean[] {true});
    Tensor off = Tensor.of(new boolean[1]);
    assertThat(session.run(Map.of("x", ones, "mode", off)).get("y").floats()).containsOnly(1);
    assertThat(session.run(Map.of("x", ones, "mode", on)).get("y").floats()).contains(0f, 2f);
  }

  @Test
  void oldDropoutIsInferenceWhateverItsAttributeSays() {
    for (int test = 0; test < 2; test++) {
      GraphProto.Builder graph =
          GraphProto.newBuilder()
              .addInput(value("x", FLOAT))
              .addOutput(value("y", FLOAT))
              .addOutput(value("mask", FLOAT))
              .addNode(
                  node("Dropout", List.of("x"), List.of("y", "mask"))
                      .addAttribute(integer("is_test", test)));
      Tensor ones = Tensor.of(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 12);
      Map<String, Tensor> made = compile(model(graph, 6)).newSession().run(Map.of("x", ones));
      assertThat(made.get("y").floats()).containsOnly(1);
      assertThat(made.get("mask").floats()).containsOnly(0); // nothing fills it
    }
  }

  @Test
  void noiseOfHalvesIsRoundedWhereItLeavesTheModel() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(value("x", FLOAT))
            .addOutput(value("y", ElementType.FLOAT16.onnxNumber()))
            .addNode(normal("x", "y").addAttribute(integer("dtype", 10)));
    Tensor y = compile(model(graph, 13)).newSession().run(Map.of("x", X)).get("y");
    assertThat(y.type()).isEqualTo(ElementType.FLOAT16);
    assertThat(Float.float16ToFloat(y.shorts()[0])).isNotZero();
  }

  @Test
  void aSteadyRunAllocatesNothing() {
    Session session = compile(noise()).newSession();
    Value[] inputs = {X};
    Value[] outputs = {Tensor.growable(ElementType.FLOAT32)};
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int steady = 0;
    for (int round = 0; round < 50_000 && steady < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      session.run(inputs, outputs);
      steady = threads.getCurrentThreadAllocatedBytes() == before ? steady + 1 : 0;
    }
    assertThat(steady).isEqualTo(20);
  }
}
