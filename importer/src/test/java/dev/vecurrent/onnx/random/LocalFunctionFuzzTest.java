package dev.vecurrent.onnx.random;

import static dev.vecurrent.onnx.random.LocalFunctions.body;
import static dev.vecurrent.onnx.random.LocalFunctions.call;
import static dev.vecurrent.onnx.random.LocalFunctions.node;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random functions that call each other, in bodies too, with the same names in all of them. */
class LocalFunctionFuzzTest {

  private static final int ROUNDS = 200;

  private final Tensor x = Tensor.of(new float[] {-2, -1, 0.5f, 1, 2, 3}, 2, 3);

  /** Nodes from values that there are; the last value made is the result. */
  private static List<NodeProto.Builder> nodes(
      Random random, List<String> values, int functions, String prefix) {
    List<NodeProto.Builder> nodes = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String a = values.get(random.nextInt(values.size()));
      String b = values.get(random.nextInt(values.size()));
      String made = prefix + i;
      switch (random.nextInt(functions > 0 ? 6 : 3)) {
        case 0 -> nodes.add(node("Tanh", a, made));
        case 1 -> nodes.add(node("Sub", a + " " + b, made));
        case 2 -> {
          nodes.add(node("ReduceSum", a, made + "s", Attribute.integer("keepdims", 0)));
          // Sums such as tanh(-1) + tanh(1) are 0 or nearly 0: the question is whether they pass
          // 0.37.
          nodes.add(
              node(
                  "HardSigmoid",
                  made + "s",
                  made + "h",
                  Attribute.number("alpha", 1000),
                  Attribute.number("beta", -370)));
          nodes.add(node("Cast", made + "h", made + "c", Attribute.integer("to", 9)));
          String called = "F" + (functions == 0 ? 0 : random.nextInt(functions));
          nodes.add(
              node(
                  "If",
                  made + "c",
                  made,
                  body(
                      "then_branch",
                      made + "t",
                      functions == 0
                          ? node("Neg", b, made + "t")
                          : call(called, b + " " + a, made + "t")),
                  body("else_branch", made + "e", node("Add", a + " " + b, made + "e"))));
        }
        default -> nodes.add(call("F" + random.nextInt(functions), a + " " + b, made));
      }
      values.add(made);
    }
    return nodes;
  }

  private static LocalFunctions model(Random random) {
    LocalFunctions model = new LocalFunctions(13);
    int functions = 1 + random.nextInt(5);
    for (int i = 0; i < functions; i++) {
      // The first input has the name of the graph's, and stands for any value.
      List<String> values = new ArrayList<>(List.of("x", "v0i"));
      List<NodeProto.Builder> nodes = nodes(random, values, i, "v");
      model.function("F" + i, "x v0i", values.getLast(), nodes.toArray(new NodeProto.Builder[0]));
    }
    List<String> values = new ArrayList<>(List.of("x"));
    List<NodeProto.Builder> nodes = nodes(random, values, functions, "v");
    return model
        .nodes(nodes.toArray(new NodeProto.Builder[0]))
        .nodes(node("Identity", values.getLast(), "y"))
        .output("y");
  }

  @Test
  void randomFunctionsComputeWhatOnnxRuntimeComputes() throws OrtException {
    long seed = Seeds.of(LocalFunctionFuzzTest.class);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = model(Seeds.random(seed + round)).bytes();
      Map<String, Tensor> expected = OnnxRuntime.run(bytes, Map.of("x", x));
      Map<String, Tensor> found =
          Model.compile(OnnxImporter.read(bytes, "model", ImportLimits.defaults()))
              .newSession()
              .run(Map.of("x", x));
      assertThat(Check.difference(found.get("y"), expected.get("y"), 1e-5))
          .as("round " + round)
          .isEmpty();
    }
  }

  @Test
  void smallLimitsRefuseOrRun() {
    long seed = Seeds.of(LocalFunctionFuzzTest.class);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Random random = Seeds.random(seed + round);
      byte[] bytes = model(random).bytes();
      ImportLimits limits = ImportLimits.defaults().withNodes(1 + random.nextInt(60));
      try {
        Model.compile(OnnxImporter.read(bytes, "model", limits)).newSession().run(Map.of("x", x));
      } catch (ModelRefusedException e) {
        assertThat(e).hasMessageContaining("limit: nodes");
        refused++;
      }
    }
    assertThat(refused).isBetween(1, ROUNDS - 1);
  }
}
