package dev.vecurrent.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Body;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.Rnn;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recurrent layers and control flow on inputs whose shapes the file does not declare: an answer, or
 * an {@link IllegalArgumentException} that says what was expected. What has no elements takes
 * neither time nor memory, whatever its other dimensions are.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class UndeclaredShapesTest {

  private static final int HUGE = Integer.MAX_VALUE - 8;

  private static final int ROUNDS = 400;

  private static final List<Cell> CELLS =
      List.of(
          Lstm.of(Direction.FORWARD, 2),
          Lstm.of(Direction.BIDIRECTIONAL, 2),
          Gru.of(Direction.REVERSE, 2, true),
          Gru.of(Direction.FORWARD, 2, false),
          Rnn.of(Direction.FORWARD, 2, Activation.TANH));

  private static ValueInfo value(String name, ElementType type) {
    return new ValueInfo(name, type, Optional.empty());
  }

  /** A layer all of whose inputs are inputs of the graph, or W, R and B constants. */
  private static Graph layer(Cell cell, ElementType type, boolean constant, List<String> reads) {
    int directions = cell.direction().count();
    int rows = cell.gates() * 2;
    Map<String, Tensor> constants = new HashMap<>();
    if (constant) {
      constants.put("w", Tensor.zeros(type, directions, rows, 3));
      constants.put("r", Tensor.zeros(type, directions, rows, 2));
      constants.put("b", Tensor.zeros(type, directions, 2 * rows));
    }
    List<ValueInfo> inputs = new ArrayList<>();
    for (String name : reads) {
      if (!name.isEmpty() && !constants.containsKey(name)) {
        inputs.add(value(name, name.equals("lens") ? ElementType.INT64 : type));
      }
    }
    List<String> makes = new ArrayList<>(List.of("y", "y_h"));
    if (cell instanceof Lstm) {
      makes.add("y_c");
    }
    return new Graph(
        "layer",
        inputs,
        makes.stream().map(name -> value(name, type)).toList(),
        constants,
        List.of(new RecurrentNode("layer", cell, reads, makes)));
  }

  private static Tensor random(Random random, ElementType type, int... fitting) {
    int[] shape = fitting;
    if (random.nextInt(4) == 0) {
      shape = new int[random.nextInt(9)];
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = random.nextInt(4);
      }
    } else if (random.nextInt(4) == 0 && shape.length > 0) {
      shape = shape.clone();
      shape[random.nextInt(shape.length)] = random.nextInt(4);
    }
    Tensor tensor = Tensor.zeros(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      switch (type) {
        case INT64 -> tensor.longs()[i] = random.nextInt(5) - (random.nextInt(9) == 0 ? 1 : 0);
        case FLOAT32 -> tensor.floats()[i] = random.nextFloat();
        default -> tensor.doubles()[i] = random.nextDouble();
      }
    }
    return tensor;
  }

  @Test
  void layersAnswerOrSayWhyNot() {
    long seed = Seeds.of(UndeclaredShapesTest.class);
    int answers = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Random random = Seeds.random(seed * 31 + round);
      Cell cell = CELLS.get(random.nextInt(CELLS.size()));
      ElementType type = random.nextInt(3) == 0 ? ElementType.FLOAT64 : ElementType.FLOAT32;
      List<String> reads = new ArrayList<>(List.of("x", "w", "r", "b", "lens", "h", "c", "p"));
      int most = cell instanceof Lstm ? 8 : 6;
      reads = reads.subList(0, 3 + random.nextInt(most - 2));
      Session session = Model.compile(layer(cell, type, random.nextBoolean(), reads)).newSession();
      int d = cell.direction().count();
      int rows = cell.gates() * 2;
      for (int call = 0; call < 3; call++) {
        int steps = random.nextInt(5);
        int batch = random.nextInt(4);
        Map<String, Tensor> inputs = new HashMap<>();
        inputs.put("x", random(random, type, steps, batch, 3));
        inputs.put("w", random(random, type, d, rows, 3));
        inputs.put("r", random(random, type, d, rows, 2));
        inputs.put("b", random(random, type, d, 2 * rows));
        inputs.put("lens", random(random, ElementType.INT64, batch));
        inputs.put("h", random(random, type, d, batch, 2));
        inputs.put("c", random(random, type, d, batch, 2));
        inputs.put("p", random(random, type, d, 6));
        List<String> wanted = session.model().inputs().stream().map(ValueInfo::name).toList();
        inputs.keySet().retainAll(wanted);
        try {
          session.run(inputs);
          answers++;
        } catch (IllegalArgumentException e) {
          assertThat(e.getMessage()).contains("layer", cell.operator());
        }
      }
    }
    assertThat(answers).isGreaterThan(ROUNDS / 10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBatchOfNoneMayHaveAnyNumberOfSteps(boolean lengths) {
    for (Cell cell : CELLS) {
      for (ElementType type : List.of(ElementType.FLOAT32, ElementType.FLOAT64)) {
        List<String> reads = lengths ? List.of("x", "w", "r", "b", "lens") : List.of("x", "w", "r");
        Session session = Model.compile(layer(cell, type, true, reads)).newSession();
        Map<String, Tensor> inputs = new HashMap<>();
        inputs.put("x", Tensor.zeros(type, HUGE, 0, 3));
        if (lengths) {
          inputs.put("lens", Tensor.zeros(ElementType.INT64, 0));
        }
        Map<String, Tensor> made = session.run(inputs);
        int d = cell.direction().count();
        assertThat(made.get("y").shape()).containsExactly(HUGE, d, 0, 2);
        assertThat(made.get("y_h").shape()).containsExactly(d, 0, 2);
      }
    }
  }

  @Test
  void noStepsOfTooManySequencesAreRefused() {
    for (Cell cell : CELLS) {
      Session session =
          Model.compile(layer(cell, ElementType.FLOAT32, true, List.of("x", "w", "r")))
              .newSession();
      Tensor x = Tensor.zeros(ElementType.FLOAT32, 0, HUGE, 3);
      assertThatThrownBy(() -> session.run(Map.of("x", x)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Integer.toString(HUGE));
      Tensor few = Tensor.zeros(ElementType.FLOAT32, 0, 5, 3);
      assertThat(session.run(Map.of("x", few)).get("y_h").floats()).containsOnly(0f);
    }
  }

  private static Node node(String operator, String out, String... in) {
    return new OperatorNode(out, operator, 13, List.of(in), List.of(out), Map.of());
  }

  private static Graph control(ControlNode node, ElementType made, ValueInfo... inputs) {
    return new Graph(
        "control", List.of(inputs), List.of(value("out", made)), Map.of(), List.of(node));
  }

  private static Body body(List<String> inputs, List<String> outputs, Node... nodes) {
    return new Body(inputs, outputs, Map.of(), List.of(nodes));
  }

  @Test
  void controlFlowAnswersOrSaysWhyNot() {
    long seed = Seeds.of(UndeclaredShapesTest.class);
    ElementType f = ElementType.FLOAT32;
    ValueInfo x = value("x", f);
    ValueInfo y = value("y", f);
    ValueInfo count = value("count", ElementType.INT64);
    ValueInfo yes = value("yes", ElementType.BOOL);
    Body sum =
        body(
            List.of("s", "e"),
            List.of("n", "n2"),
            node("Add", "n", "s", "e"),
            node("MatMul", "n2", "s", "e"));
    Body same =
        body(
            List.of("i", "c", "s"),
            List.of("c", "n", "n2"),
            node("Add", "n", "s", "y"),
            node("MatMul", "n2", "s", "y"));
    List<Graph> graphs =
        List.of(
            control(
                new ControlNode(
                    "control",
                    "If",
                    13,
                    List.of("yes"),
                    List.of("out"),
                    Map.of(),
                    Map.of(
                        "then_branch", body(List.of(), List.of("a"), node("MatMul", "a", "x", "y")),
                        "else_branch", body(List.of(), List.of("b"), node("Add", "b", "x", "y")))),
                f,
                yes,
                x,
                y),
            control(
                new ControlNode(
                    "control",
                    "Loop",
                    13,
                    List.of("count", "yes", "x"),
                    List.of("", "out"),
                    Map.of(),
                    Map.of("body", same)),
                f,
                count,
                yes,
                x,
                y),
            control(scan(13, List.of("x", "y"), 0, sum), f, x, y),
            control(scan(13, List.of("x", "y"), -2, sum), f, x, y),
            control(scan(8, List.of("", "x", "y"), 0, sum), f, x, y),
            control(scan(8, List.of("count", "x", "y"), 0, sum), f, count, x, y));
    int answers = 0;
    for (Graph graph : graphs) {
      Session session = Model.compile(graph).newSession();
      for (int round = 0; round < ROUNDS; round++) {
        Random random = Seeds.random(seed * 31 + round);
        Map<String, Tensor> inputs = new HashMap<>();
        for (ValueInfo input : graph.inputs()) {
          inputs.put(input.name(), given(random, input));
        }
        try {
          session.run(inputs);
          answers++;
        } catch (IllegalArgumentException e) {
          assertThat(e.getMessage()).contains("control");
        }
      }
    }
    assertThat(answers).isGreaterThan(ROUNDS / 10);
  }

  private static Tensor given(Random random, ValueInfo input) {
    int[] fitting =
        random.nextBoolean() ? new int[] {2, 2} : new int[] {2, random.nextInt(4), 2, 2};
    return switch (input.type()) {
      case BOOL ->
          Tensor.of(
              new boolean[] {random.nextBoolean(), true},
              random.nextInt(5) == 0 ? new int[] {2} : new int[0]);
      case INT64 ->
          random.nextInt(3) == 0
              ? random(random, ElementType.INT64, 2)
              : Tensor.of(new long[] {random.nextInt(3)}, 1);
      default -> random(random, input.type(), fitting);
    };
  }

  private static ControlNode scan(int opset, List<String> inputs, int axis, Body body) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    attributes.put("num_scan_inputs", new AttributeValue.OfInt(1));
    if (axis != 0) {
      attributes.put("scan_input_axes", new AttributeValue.OfInts(List.of((long) axis)));
      attributes.put("scan_output_axes", new AttributeValue.OfInts(List.of((long) axis)));
    }
    return new ControlNode(
        "control", "Scan", opset, inputs, List.of("", "out"), attributes, Map.of("body", body));
  }

  @Test
  void aHiddenSizeThatNoWeightsCanHaveIsRefused() {
    ValueInfo r =
        ValueInfo.of(
            "r", ElementType.FLOAT32, Dimension.of(1), Dimension.symbol(""), Dimension.of(HUGE));
    Graph graph =
        new Graph(
            "layer",
            List.of(value("x", ElementType.FLOAT32), value("w", ElementType.FLOAT32), r),
            List.of(value("y", ElementType.FLOAT32)),
            Map.of(),
            List.of(
                new RecurrentNode(
                    "layer", Lstm.of(Direction.FORWARD, 0), List.of("x", "w", "r"), List.of("y"))));
    assertThatThrownBy(() -> Model.compile(graph))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("LSTM");
  }
}
