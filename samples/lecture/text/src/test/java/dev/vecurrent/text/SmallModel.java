package dev.vecurrent.text;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A language model of random weights: an embedding, a GRU and a linear map to logits. */
final class SmallModel {

  static final Vocabulary VOCABULARY = new Vocabulary(List.of("<pad>", "<unk>", "天", "地", "人"));

  private static final int FEATURES = 3;
  private static final int UNITS = 5;

  private final Map<String, Tensor> constants = new HashMap<>();
  private final Random random = new Random(7);

  private SmallModel() {}

  static Model model() {
    return Model.compile(new SmallModel().graph());
  }

  /** Of the same bits, on the scalar kernels. */
  static Model scalar() {
    return Model.compile(new SmallModel().graph(), CompileOptions.defaults().withVector(false));
  }

  private Graph graph() {
    int tokens = VOCABULARY.size();
    weights("table", tokens, FEATURES);
    weights("w", 1, 3 * UNITS, FEATURES);
    weights("r", 1, 3 * UNITS, UNITS);
    weights("v", UNITS, tokens);
    constants.put("axis", Tensor.of(new long[] {1}, 1));
    Dimension batch = Dimension.symbol("batch");
    Dimension time = Dimension.symbol("time");
    return new Graph(
        "small",
        List.of(ValueInfo.of("tokens", ElementType.INT64, batch, time)),
        List.of(ValueInfo.of("logits", ElementType.FLOAT32, batch, time, Dimension.of(tokens))),
        constants,
        List.of(
            op("Gather", "embedded", "table", "tokens"),
            transpose("x", "embedded"),
            new RecurrentNode(
                "gru",
                Gru.of(Direction.FORWARD, UNITS, true),
                List.of("x", "w", "r"),
                List.of("y")),
            op("Squeeze", "states", "y", "axis"),
            transpose("rows", "states"),
            op("MatMul", "logits", "rows", "v")));
  }

  private void weights(String name, int... shape) {
    Tensor weights = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < weights.size(); i++) {
      weights.floats()[i] = random.nextFloat() - 0.5f;
    }
    constants.put(name, weights);
  }

  private static OperatorNode op(String operator, String out, String... in) {
    return new OperatorNode(out, operator, 22, List.of(in), List.of(out), Map.of());
  }

  private static OperatorNode transpose(String out, String in) {
    return new OperatorNode(
        out,
        "Transpose",
        22,
        List.of(in),
        List.of(out),
        Map.of("perm", new AttributeValue.OfInts(List.of(1L, 0L, 2L))));
  }
}
