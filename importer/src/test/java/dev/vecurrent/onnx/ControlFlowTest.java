package dev.vecurrent.onnx;

import static dev.vecurrent.onnx.Bodies.BOOL;
import static dev.vecurrent.onnx.Bodies.FLOAT;
import static dev.vecurrent.onnx.Bodies.INT64;
import static dev.vecurrent.onnx.Bodies.body;
import static dev.vecurrent.onnx.Bodies.compile;
import static dev.vecurrent.onnx.Bodies.value;
import static dev.vecurrent.onnx.Protos.floats;
import static dev.vecurrent.onnx.Protos.integer;
import static dev.vecurrent.onnx.Protos.ints;
import static dev.vecurrent.onnx.Protos.model;
import static dev.vecurrent.onnx.Protos.node;
import static dev.vecurrent.onnx.Protos.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.Stream;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** If, Loop and Scan against ONNX Runtime, and what is refused. */
class ControlFlowTest {

  private final Random random = new Random(20261123);

  private Tensor random(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = random.nextFloat() - 0.5f;
    }
    return tensor;
  }

  private static Tensor number(long value) {
    return Tensor.of(new long[] {value});
  }

  private static Tensor truth(boolean value) {
    return Tensor.of(new boolean[] {value});
  }

  /** Runs each call twice in one session, so that what the last one left is met. */
  @SafeVarargs
  private static void agrees(ModelProto.Builder model, Map<String, Tensor>... calls) {
    Session session = compile(model).newSession();
    for (int round = 0; round < 2; round++) {
      for (Map<String, Tensor> inputs : calls) {
        Map<String, Tensor> expected = Bodies.runtime(model, inputs);
        Map<String, Tensor> found = session.run(inputs);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, tensor) -> {
          Tensor answer = found.get(name);
          assertThat(answer).asString().isEqualTo(tensor.toString());
          for (int i = 0; i < tensor.size(); i++) {
            assertThat(answer.floats()[i]).as(name).isCloseTo(tensor.floats()[i], within(1e-5f));
          }
        });
      }
    }
  }

  /** An LSTM in one branch, a projection in the other, and an If inside it. */
  private static ModelProto.Builder branches() {
    GraphProto.Builder inner =
        GraphProto.newBuilder()
            .addOutput(value("inner_y", FLOAT))
            .addNode(node("Neg", List.of("m"), List.of("inner_y")));
    GraphProto.Builder passing =
        GraphProto.newBuilder()
            .addOutput(value("inner_m", FLOAT))
            .addNode(node("Identity", List.of("m"), List.of("inner_m")));
    GraphProto.Builder then =
        GraphProto.newBuilder()
            .addOutput(value("t", FLOAT))
            .addOutput(value("t_h", FLOAT))
            .addNode(
                node("LSTM", List.of("x2", "w", "r", "b", "", "h", "h"), List.of("y", "t_h"))
                    .addAttribute(integer("hidden_size", 3)))
            .addNode(node("Squeeze", List.of("y", "one"), List.of("t")));
    GraphProto.Builder otherwise =
        GraphProto.newBuilder()
            .addOutput(value("e", FLOAT))
            .addOutput(value("e_h", FLOAT))
            .addNode(node("Identity", List.of("h"), List.of("e_h")))
            .addNode(node("MatMul", List.of("x2", "dense"), List.of("m")))
            .addNode(
                node("If", List.of("deep"), List.of("e"))
                    .addAttribute(body("then_branch", inner))
                    .addAttribute(body("else_branch", passing)));
    return model(
        GraphProto.newBuilder()
            .addInput(Protos.value("x", FLOAT, -1, -2, 2))
            .addInput(Protos.value("h", FLOAT, 1, -2, 3))
            .addInput(Protos.value("c", BOOL))
            .addInput(Protos.value("deep", BOOL))
            .addInitializer(floats("w", 1, 12, 2))
            .addInitializer(floats("r", 1, 12, 3))
            .addInitializer(floats("b", 1, 24))
            .addInitializer(floats("dense", 2, 3))
            .addInitializer(tensor("one", INT64, 1).addInt64Data(1))
            .addOutput(Protos.value("out", FLOAT, -1, -2, 3))
            .addOutput(Protos.value("out_h", FLOAT, 1, -2, 3))
            .addNode(node("Tanh", List.of("x"), List.of("x2")))
            .addNode(
                node("If", List.of("c"), List.of("branch", "out_h"))
                    .addAttribute(body("then_branch", then))
                    .addAttribute(body("else_branch", otherwise)))
            .addNode(node("Sigmoid", List.of("branch"), List.of("out"))),
        13);
  }

  @Test
  void branchesReadWhatIsAroundThem() {
    Tensor x = random(5, 2, 2);
    Tensor h = random(1, 2, 3);
    agrees(
        branches(),
        Map.of("x", x, "h", h, "c", truth(true), "deep", truth(true)),
        Map.of("x", x, "h", h, "c", truth(false), "deep", truth(true)),
        Map.of("x", random(2, 1, 2), "h", random(1, 1, 3), "c", truth(false), "deep", truth(false)),
        Map.of("x", x, "h", h, "c", truth(true), "deep", truth(false)));
  }

  @Test
  void branchesRunOnFusedKernelsAndAllocateNothing() {
    Model model = compile(branches());
    assertThat(model.plan().describe())
        .contains("else_branch:", "then_branch:", "fused epilogue", "weights packed");
    Session session = model.newSession();
    Tensor[] in = {random(5, 2, 2), random(1, 2, 3), truth(true), truth(false)};
    Tensor[] out = {random(5, 2, 3), random(1, 2, 3)};
    nothingAllocated(session, in, out);
  }

  @Test
  void aStateThatGoesThroughEachBranchIsCarried() {
    Model model = compile(branches());
    Stream stream = model.newStream(2);
    Session session = model.newSession();
    Tensor h = Tensor.zeros(ElementType.FLOAT32, 1, 2, 3);
    for (boolean condition : new boolean[] {true, false, true, true}) {
      Tensor x = random(5, 2, 2);
      Tensor deep = truth(true);
      Map<String, Tensor> out =
          session.run(Map.of("x", x, "h", h, "c", truth(condition), "deep", deep));
      Tensor found = Tensor.growable(ElementType.FLOAT32);
      stream.run(new Tensor[] {x, truth(condition), deep}, new Tensor[] {found});
      assertThat(found.floats()).isEqualTo(out.get("out").floats());
      h = out.get("out_h");
    }
  }

  private static void nothingAllocated(Session session, Tensor[] in, Tensor[] out) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    long least = Long.MAX_VALUE;
    // Vectors are objects until the code is compiled, which a busy machine may delay.
    for (int round = 0; round < 20 && least > 0; round++) {
      session.warmUp(in, Duration.ofSeconds(2));
      session.run(in, out);
      long before = threads.getThreadAllocatedBytes(thread);
      for (int call = 0; call < 100; call++) {
        session.run(in, out);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least).as("bytes of 100 calls").isZero();
  }

  @Test
  void aKnownConditionLeavesOnlyItsBranch() {
    ModelProto.Builder constant = branches();
    GraphProto.Builder graph = constant.getGraphBuilder();
    graph.removeInput(2).addInitializer(tensor("c", BOOL).addInt32Data(0));
    Model model = compile(constant);
    assertThat(model.plan().steps()).extracting(s -> s.operator()).doesNotContain("LSTM");
    assertThat(model.plan().folded()).containsEntry("If", 1);
    agrees(constant, Map.of("x", random(3, 2, 2), "h", random(1, 2, 3), "deep", truth(true)));
    graph.getInitializerBuilderList().getLast().setInt32Data(0, 1);
    assertThat(compile(constant).plan().steps())
        .extracting(s -> s.operator())
        .contains("LSTM")
        .doesNotContain("If");
    agrees(constant, Map.of("x", random(3, 2, 2), "h", random(1, 2, 3), "deep", truth(true)));
  }

  @Test
  void bodiesMayHandOnWhatIsAroundThem() {
    ModelProto.Builder passing = branches();
    GraphProto.Builder graph = passing.getGraphBuilder();
    graph
        .getNodeBuilder(1)
        .setAttribute(
            1,
            body(
                "else_branch",
                GraphProto.newBuilder()
                    .addOutput(value("x2", FLOAT))
                    .addOutput(value("h", FLOAT))));
    graph.setOutput(0, value("out", FLOAT));
    Session session = compile(passing).newSession();
    Tensor x = random(2, 1, 2);
    Tensor h = random(1, 1, 3);
    for (boolean taken : new boolean[] {true, false, true, false}) {
      Map<String, Tensor> found =
          session.run(Map.of("x", x, "h", h, "c", truth(taken), "deep", truth(true)));
      assertThat(found.get("out").dim(2)).isEqualTo(taken ? 3 : 2);
      if (!taken) {
        assertThat(found.get("out_h").floats()).startsWith(h.floats());
      }
    }
  }

  /** A recurrent cell of single operators; two values change places; one grows; outputs stack. */
  private static ModelProto.Builder loop(boolean counted, boolean conditioned) {
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .addInput(Protos.value("i", INT64))
            .addInput(Protos.value("go", BOOL))
            .addInput(value("s", FLOAT))
            .addInput(value("p", FLOAT))
            .addInput(value("q", FLOAT))
            .addInput(value("long", FLOAT))
            .addOutput(Protos.value("again", BOOL))
            .addOutput(value("s2", FLOAT))
            .addOutput(value("q", FLOAT))
            .addOutput(value("p", FLOAT))
            .addOutput(value("longer", FLOAT))
            .addOutput(value("s2", FLOAT))
            .addOutput(value("scan", FLOAT))
            .addNode(node("Gather", List.of("x", "i"), List.of("xi")))
            .addNode(node("MatMul", List.of("s", "u"), List.of("su")))
            .addNode(node("Add", List.of("xi", "su"), List.of("a")))
            .addNode(node("Tanh", List.of("a"), List.of("s2")))
            .addNode(
                node("Concat", List.of("long", "s2"), List.of("longer"))
                    .addAttribute(integer("axis", 0)))
            .addNode(node("Mul", List.of("p", "s2"), List.of("scan")))
            .addNode(node("Less", List.of("i", "last"), List.of("again")));
    return model(
        GraphProto.newBuilder()
            .addInput(Protos.value("x", FLOAT, 6, -1, 3))
            .addInput(Protos.value("s0", FLOAT, -1, 3))
            .addInput(Protos.value("one", FLOAT, -1, 3))
            .addInput(Protos.value("two", FLOAT, -1, 3))
            .addInput(Protos.value("m", INT64))
            .addInput(Protos.value("go0", BOOL))
            .addInput(Protos.value("last", INT64))
            .addInitializer(floats("u", 3, 3))
            .addOutput(value("s_last", FLOAT))
            .addOutput(value("p_last", FLOAT))
            .addOutput(value("q_last", FLOAT))
            .addOutput(value("all", FLOAT))
            .addOutput(value("states", FLOAT))
            .addOutput(value("scans", FLOAT))
            .addNode(
                node(
                        "Loop",
                        List.of(
                            counted ? "m" : "", conditioned ? "go0" : "", "s0", "one", "two", "s0"),
                        List.of("s_last", "p_last", "q_last", "all", "states", "scans"))
                    .addAttribute(body("body", body))),
        13);
  }

  private Map<String, Tensor> loopInputs(long trips, boolean go, long last) {
    return Map.of(
        "x", random(6, 2, 3),
        "s0", random(2, 3),
        "one", random(2, 3),
        "two", random(2, 3),
        "m", number(trips),
        "go0", truth(go),
        "last", number(last));
  }

  @Test
  void loopsCarryAndStack() {
    agrees(
        loop(true, true),
        loopInputs(4, true, 100),
        loopInputs(5, true, 100),
        loopInputs(1, true, 100),
        loopInputs(6, true, 2));
    agrees(loop(false, true), loopInputs(0, true, 3));
    agrees(loop(true, false), loopInputs(3, false, 100));
    agrees(loop(false, false), loopInputs(3, false, 4));
  }

  @Test
  void loopsWithoutIterationsGiveTheInitialValues() {
    Session session = compile(loop(true, true)).newSession();
    for (Map<String, Tensor> inputs :
        List.of(loopInputs(3, true, 9), loopInputs(0, true, 9), loopInputs(2, false, 9))) {
      Map<String, Tensor> found = session.run(inputs);
      boolean none = inputs.get("m").longs()[0] != 3;
      assertThat(found.get("scans").dim(0)).isEqualTo(none ? 0 : 3);
      assertThat(found.get("all").dim(0)).isEqualTo(none ? 2 : 8);
      if (none) {
        assertThat(found.get("s_last").floats()).startsWith(inputs.get("s0").floats());
        assertThat(found.get("p_last").floats()).startsWith(inputs.get("one").floats());
      }
    }
  }

  @Test
  void steadyLoopsAllocateNothing() {
    Session session = compile(loop(true, true)).newSession();
    Map<String, Tensor> given = loopInputs(5, true, 100);
    Tensor[] in =
        session.model().inputs().stream().map(i -> given.get(i.name())).toArray(Tensor[]::new);
    Tensor[] out =
        session.model().outputs().stream()
            .map(o -> Tensor.growable(o.type()))
            .toArray(Tensor[]::new);
    nothingAllocated(session, in, out);
  }

  @Test
  void aLoopWithoutEndIsStoppedByTheBoundOnValues() {
    ModelProto.Builder endless = loop(false, false);
    endless
        .getGraphBuilder()
        .getNodeBuilder(0)
        .getAttributeBuilder(0)
        .getGBuilder()
        .setNode(0, node("Gather", List.of("x", "zero"), List.of("xi")));
    endless.getGraphBuilder().addInitializer(tensor("zero", INT64).addInt64Data(0));
    Model model =
        Model.compile(
            OnnxImporter.read(endless.build().toByteArray(), "endless", ImportLimits.defaults()),
            CompileOptions.defaults().withValueBytes(100_000));
    Session session = model.newSession();
    Map<String, Tensor> inputs = loopInputs(0, true, Long.MAX_VALUE);
    assertThatThrownBy(() -> session.run(inputs))
        .hasMessageContaining("node 'loop_node' (Loop)")
        .hasMessageContaining("limit");
    assertThat(session.run(loopInputs(0, true, 3)).get("states").dim(0)).isEqualTo(4);
  }

  @Test
  void scansCutAndJoinAlongAnyAxis() {
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .addInput(value("s", FLOAT))
            .addInput(value("a", FLOAT))
            .addInput(value("b", FLOAT))
            .addOutput(value("s2", FLOAT))
            .addOutput(value("o1", FLOAT))
            .addOutput(value("o2", FLOAT))
            .addNode(node("Add", List.of("s", "a"), List.of("sa")))
            .addNode(node("Mul", List.of("sa", "outer"), List.of("s2")))
            .addNode(node("Sub", List.of("s2", "b"), List.of("o1")))
            .addNode(node("Neg", List.of("b"), List.of("o2")));
    ModelProto.Builder scan =
        model(
            GraphProto.newBuilder()
                .addInput(Protos.value("s0", FLOAT, -1, 3))
                .addInput(Protos.value("x", FLOAT, -1, -2, 3))
                .addInput(Protos.value("y", FLOAT, -4, -1, 3))
                .addInitializer(floats("outer", 3))
                .addOutput(value("s_last", FLOAT))
                .addOutput(value("first", FLOAT))
                .addOutput(value("second", FLOAT))
                .addNode(
                    node("Scan", List.of("s0", "x", "y"), List.of("s_last", "first", "second"))
                        .addAttribute(body("body", body))
                        .addAttribute(integer("num_scan_inputs", 2))
                        .addAttribute(ints("scan_input_axes", 1, -3))
                        .addAttribute(ints("scan_input_directions", 0, 1))
                        .addAttribute(ints("scan_output_axes", -1, 1))
                        .addAttribute(ints("scan_output_directions", 1, 0))),
            13);
    agrees(
        scan,
        Map.of("s0", random(2, 3), "x", random(2, 5, 3), "y", random(5, 2, 3)),
        Map.of("s0", random(4, 3), "x", random(4, 1, 3), "y", random(1, 4, 3)));
    assertThatThrownBy(() ->
            compile(scan)
                .newSession()
                .run(Map.of("s0", random(2, 3), "x", random(2, 5, 3), "y", random(4, 2, 3))))
        .hasMessageContaining("scan input 1 is FLOAT32[4, 2, 3], expected 5 slices");
  }

  /** {@code s = tanh(s + a) * outer}, of each sequence of a batch by itself. */
  private static ModelProto.Builder batchedScan(boolean lengths, long... directions) {
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .addInput(Protos.value("s", FLOAT, 3))
            .addInput(Protos.value("a", FLOAT, 3))
            .addInput(Protos.value("b", FLOAT, 2))
            .addOutput(Protos.value("s2", FLOAT, 3))
            .addOutput(Protos.value("o1", FLOAT, 3))
            .addOutput(Protos.value("o2", FLOAT, 2))
            .addNode(node("Add", List.of("s", "a"), List.of("sa")))
            .addNode(node("Tanh", List.of("sa"), List.of("t")))
            .addNode(node("Mul", List.of("t", "outer"), List.of("s2")))
            .addNode(node("Identity", List.of("s2"), List.of("o1")))
            .addNode(node("Neg", List.of("b"), List.of("o2")));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Protos.value("s0", FLOAT, -1, 3))
            .addInput(Protos.value("x", FLOAT, -1, -2, 3))
            .addInput(Protos.value("y", FLOAT, -1, -2, 2))
            .addInitializer(floats("outer", 3))
            .addOutput(value("s_last", FLOAT))
            .addOutput(value("first", FLOAT))
            .addOutput(value("second", FLOAT))
            .addNode(
                node(
                        "Scan",
                        List.of(lengths ? "lens" : "", "s0", "x", "y"),
                        List.of("s_last", "first", "second"))
                    .addAttribute(body("body", body))
                    .addAttribute(ints("directions", directions))
                    .addAttribute(integer("num_scan_inputs", 2)));
    if (lengths) {
      graph.addInput(Protos.value("lens", INT64, -1));
    }
    return model(graph, 8);
  }

  @Test
  void scansOfOpsetEightRunEachSequenceOfABatch() {
    agrees(
        batchedScan(false, 0, 1),
        Map.of("s0", random(2, 3), "x", random(2, 5, 3), "y", random(2, 5, 2)),
        Map.of("s0", random(1, 3), "x", random(1, 1, 3), "y", random(1, 1, 2)));
    agrees(
        batchedScan(true, 1, 0),
        Map.of(
            "s0",
            random(3, 3),
            "x",
            random(3, 4, 3),
            "y",
            random(3, 4, 2),
            "lens",
            Tensor.of(new long[] {2, 4, 1}, 3)));
    Session session = compile(batchedScan(true, 0, 0)).newSession();
    assertThatThrownBy(() ->
            session.run(
                Map.of(
                    "s0",
                    random(2, 3),
                    "x",
                    random(2, 4, 3),
                    "y",
                    random(2, 4, 2),
                    "lens",
                    Tensor.of(new long[] {2, 5}, 2))))
        .hasMessageContaining("scan_node")
        .hasMessageContaining("sequence_lens 1 is 5, outside [0, 4]");
    Map<String, Tensor> none =
        session.run(
            Map.of(
                "s0",
                random(2, 3),
                "x",
                random(2, 4, 3),
                "y",
                random(2, 4, 2),
                "lens",
                Tensor.of(new long[2], 2)));
    assertThat(none.get("first")).asString().isEqualTo("FLOAT32[2, 4, 3]");
    assertThat(none.get("first").floats()).containsOnly(0f);
  }

  @Test
  void findingsNameThePathToTheNode() {
    ModelProto.Builder broken = branches();
    broken
        .getGraphBuilder()
        .getNodeBuilder(1)
        .getAttributeBuilder(1)
        .getGBuilder()
        .setNode(1, node("MatMul", List.of("x2", "nowhere"), List.of("m")));
    assertThatThrownBy(() -> compile(broken))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("node 'if_node/else_branch/matmul_node' (MatMul)")
        .hasMessageContaining("nowhere");
    ModelProto.Builder unknown = branches();
    unknown
        .getGraphBuilder()
        .getNodeBuilder(1)
        .getAttributeBuilder(0)
        .getGBuilder()
        .setNode(0, node("Nonsense", List.of("x2"), List.of("y", "t_h")));
    assertThatThrownBy(() -> compile(unknown))
        .hasMessageContaining("node 'if_node/then_branch/nonsense_node' (Nonsense)");
    ModelProto.Builder missing = branches();
    missing.getGraphBuilder().getNodeBuilder(1).removeAttribute(0);
    assertThatThrownBy(() -> compile(missing)).hasMessageContaining("then_branch");
  }

  @Test
  void bodiesWithinBodiesAreLimited() {
    GraphProto.Builder graph = GraphProto.newBuilder().addOutput(value("x", FLOAT));
    for (int level = 0; level < 9; level++) {
      graph =
          GraphProto.newBuilder()
              .addOutput(value("y" + level, FLOAT))
              .addNode(
                  node("If", List.of("c"), List.of("y" + level))
                      .addAttribute(body("then_branch", graph))
                      .addAttribute(
                          body(
                              "else_branch",
                              GraphProto.newBuilder().addOutput(value("x", FLOAT)))));
      graph.getNodeBuilder(0).setName("n".repeat(1000) + level);
    }
    GraphProto.Builder deep =
        graph.addInput(Protos.value("x", FLOAT, 1)).addInput(Protos.value("c", BOOL));
    assertThatThrownBy(() -> compile(model(deep, 13)))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("is inside more than 8 other bodies");
    byte[] bytes = branches().build().toByteArray();
    assertThatThrownBy(() -> OnnxImporter.read(bytes, "test", ImportLimits.defaults().withNodes(5)))
        .hasMessageContaining("limit: nodes");
  }
}
