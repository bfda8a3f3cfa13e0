package dev.vecurrent.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.plan.CellWriter.Sums;
import dev.vecurrent.internal.plan.CellWriter.Written;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.GraphRun;
import dev.vecurrent.internal.run.Step;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Body;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops and Scans that step a written-out cell over time are layers, with the layer's answers. */
class WrittenLoopsTest {

  private static final int T = 5;
  private static final int N = 3;

  private final long seed = Seeds.of(WrittenLoopsTest.class);
  private final Random random = new Random(seed);
  private CellWriter writer = new CellWriter(random, "xt", "ht");
  private final Map<String, Tensor> constants = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  @BeforeEach
  void start() {
    writer = new CellWriter(random, "xt", "ht");
  }

  private static OperatorNode operator(
      String name, Map<String, AttributeValue> attributes, List<String> in, String out) {
    return new OperatorNode(out, name, 13, in, List.of(out), attributes);
  }

  private Written anyCell() {
    return switch (random.nextInt(4)) {
      case 0 -> writer.gruThatResetsAfterTheProduct(random.nextBoolean());
      case 1 -> writer.gruThatResetsTheState(random.nextBoolean());
      default -> writer.lstm(Sums.values()[random.nextInt(4)], "Sigmoid", "ct");
    };
  }

  private static boolean isLstm(Written written) {
    return written.outputs().size() == 2;
  }

  private static List<String> with(boolean lstm, List<String> names, String c) {
    List<String> all = new ArrayList<>(names);
    if (lstm) {
      all.add(c);
    }
    return all;
  }

  /** The weights stand in the body, or around it. */
  private Map<String, Tensor> inBody(boolean inside) {
    if (!inside) {
      constants.putAll(writer.constants);
      return Map.of();
    }
    return writer.constants;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, false",
    "1, 1, false",
    "0, 1, false",
    "1, 0, false",
    "0, 0, true",
    "1, 1, true"
  })
  void scan(int inAxis, int outAxis, boolean reverse) {
    Written written = anyCell();
    boolean lstm = isLstm(written);
    List<String> bodyIn = with(lstm, List.of("ht"), "ct");
    bodyIn.add("xt");
    List<String> bodyOut = new ArrayList<>(written.outputs());
    bodyOut.add("collected");
    List<Node> body = new ArrayList<>(writer.nodes);
    body.add(operator("Identity", Map.of(), List.of(written.outputs().getFirst()), "collected"));
    List<String> in = with(lstm, List.of("h"), "c");
    in.add("x");
    List<String> out = with(lstm, List.of("yh"), "yc");
    out.add("y");
    nodes.add(
        new ControlNode(
            "scan",
            "Scan",
            13,
            in,
            out,
            Map.of(
                "num_scan_inputs", new AttributeValue.OfInt(1),
                "scan_input_axes", new AttributeValue.OfInts(List.of((long) inAxis)),
                "scan_output_axes", new AttributeValue.OfInts(List.of((long) outAxis)),
                "scan_input_directions", new AttributeValue.OfInts(List.of(reverse ? 1L : 0L)),
                "scan_output_directions", new AttributeValue.OfInts(List.of(reverse ? 1L : 0L))),
            Map.of("body", new Body(bodyIn, bodyOut, inBody(random.nextBoolean()), body))));
    assertIsLayer(written, inAxis, outAxis, reverse);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gather", "gather and squeeze", "slice and squeeze", "gather batch first"})
  void loop(String form) {
    assertIsLayer(loop(form, List.of()), form.endsWith("first") ? 1 : 0, 0, false);
  }

  /** As truth values, all turns but the first are one. */
  @Test
  void aTurnThatIsNoNumberAnyMoreIsNoIndex() {
    loop("truth", List.of());

    assertThat(operators(compile(0, List.of("y")))).contains("Loop");
  }

  /** A Loop over T; returns its cell. */
  private Written loop(String form, List<String> alsoCollected) {
    writer = new CellWriter(random, "xt", "ht");
    nodes.clear();
    constants.clear();
    int axis = form.endsWith("first") ? 1 : 0;
    List<Node> body = new ArrayList<>();
    constants.put("zero", Tensor.of(new long[] {0}, 1));
    constants.put("one", Tensor.of(new long[] {1}, 1));
    constants.put("axis", Tensor.of(new long[] {axis}, 1));
    constants.put("true", Tensor.of(new boolean[] {true}));
    AttributeValue along = new AttributeValue.OfInt(axis);
    if (form.equals("truth")) {
      int bool = 9;
      int int64 = 7;
      body.add(
          operator("Cast", Map.of("to", new AttributeValue.OfInt(bool)), List.of("i"), "past"));
      body.add(
          operator("Cast", Map.of("to", new AttributeValue.OfInt(int64)), List.of("past"), "at"));
      body.add(operator("Gather", Map.of("axis", along), List.of("x", "at"), "xt"));
    } else if (form.startsWith("gather") && !form.contains("squeeze")) {
      body.add(operator("Gather", Map.of("axis", along), List.of("x", "i"), "xt"));
    } else {
      body.add(operator("Unsqueeze", Map.of(), List.of("i", "zero"), "from"));
      if (form.startsWith("gather")) {
        body.add(operator("Gather", Map.of("axis", along), List.of("x", "from"), "xs"));
      } else {
        body.add(operator("Add", Map.of(), List.of("from", "one"), "to"));
        body.add(operator("Slice", Map.of(), List.of("x", "from", "to", "axis"), "xs"));
      }
      body.add(operator("Squeeze", Map.of(), List.of("xs", "axis"), "xt"));
    }
    Written written = anyCell();
    boolean lstm = isLstm(written);
    body.addAll(writer.nodes);
    body.add(operator("Identity", Map.of(), List.of("going"), "goes"));
    List<String> bodyIn = with(lstm, List.of("i", "going", "ht"), "ct");
    List<String> bodyOut = new ArrayList<>(List.of("goes"));
    bodyOut.addAll(written.outputs());
    bodyOut.add(written.outputs().getFirst());
    bodyOut.addAll(alsoCollected.isEmpty() ? List.of() : List.of(written.outputs().getLast()));
    nodes.add(operator("Shape", Map.of(), List.of("x"), "shape"));
    nodes.add(operator("Gather", Map.of(), List.of("shape", "axis"), "length"));
    nodes.add(operator("Squeeze", Map.of(), List.of("length", "zero"), "turns"));
    List<String> out = with(lstm, List.of("yh"), "yc");
    out.add("y");
    out.addAll(alsoCollected);
    nodes.add(
        new ControlNode(
            "loop",
            "Loop",
            13,
            with(lstm, List.of("turns", "true", "h"), "c"),
            out,
            Map.of(),
            Map.of("body", new Body(bodyIn, bodyOut, inBody(random.nextBoolean()), body))));
    return written;
  }

  /** Steps that an exporter wrote one after the other, from zero states. */
  @ParameterizedTest
  @CsvSource({"0, true", "0, false", "1, true", "1, false"})
  void unrolledSteps(int axis, boolean collects) {
    writer = new CellWriter(random, "x.0", "h.0");
    constants.put("zeros", Tensor.zeros(ElementType.FLOAT32, N, writer.units));
    constants.put("axis", Tensor.of(new long[] {axis}, 1));
    nodes.addAll(List.of(operator("Identity", Map.of(), List.of("zeros"), "h.0")));
    nodes.add(operator("Identity", Map.of(), List.of("zeros"), "c.0"));
    Written first = writer.lstm(Sums.PYTORCH, "Sigmoid", "c.0");
    List<String> collected = new ArrayList<>();
    for (int t = 0; t < T; t++) {
      constants.put("at" + t, Tensor.of(new long[] {t}, 1));
      constants.put("to" + t, Tensor.of(new long[] {t + 1}, 1));
      String cut = "cut" + t;
      nodes.add(operator("Slice", Map.of(), List.of("x", "at" + t, "to" + t, "axis"), cut));
      nodes.add(operator("Squeeze", Map.of(), List.of(cut, "axis"), "x." + t));
      nodes.addAll(step(first, t));
      nodes.add(operator("Unsqueeze", Map.of(), List.of("h." + (t + 1), "axis"), "row" + t));
      collected.add("row" + t);
    }
    constants.putAll(writer.constants);
    AttributeValue along = new AttributeValue.OfInt(axis);
    if (collects) {
      nodes.add(operator("Concat", Map.of("axis", along), collected, "y"));
    }
    nodes.add(operator("Identity", Map.of(), List.of("h." + T), "yh"));

    Compiled compiled = unrolled(axis, collects ? List.of("y", "yh") : List.of("yh"));

    assertThat(operators(compiled).stream().filter(name -> !name.equals("Identity")))
        .as("seed %d", seed)
        .containsExactly("LSTM");
    Tensor x = writer.draw(T, N, writer.features);
    Tensor[] found = growable(collects ? 2 : 1);
    new GraphRun(compiled, Team.ALONE).run(new Tensor[] {axis == 0 ? x : turned(x)}, found);
    float[] hidden = new float[N * writer.units];
    float[] cells = hidden.clone();
    for (int t = 0; t < T; t++) {
      Tensor[] states = step(first, x, t, hidden, cells);
      hidden = states[0].floats();
      cells = states[1].floats();
      if (collects) {
        Tensor y = axis == 0 ? found[0] : turned(found[0]);
        assertClose(y.floats(), t * N * writer.units, hidden);
      }
    }
    assertClose(found[found.length - 1].floats(), 0, hidden);
  }

  /** The nodes of the first step, as those of step {@code t}. */
  private List<Node> step(Written first, int t) {
    Map<String, String> names = new HashMap<>();
    names.put("x.0", "x." + t);
    names.put("h.0", "h." + t);
    names.put("c.0", "c." + t);
    names.put(first.outputs().get(0), "h." + (t + 1));
    names.put(first.outputs().get(1), "c." + (t + 1));
    for (String constant : writer.constants.keySet()) {
      names.put(constant, constant);
    }
    List<Node> copied = new ArrayList<>();
    for (Node node : writer.nodes) {
      OperatorNode one = (OperatorNode) node;
      List<String> in =
          one.inputs().stream().map(name -> names.getOrDefault(name, name + "_" + t)).toList();
      List<String> out =
          one.outputs().stream().map(name -> names.getOrDefault(name, name + "_" + t)).toList();
      copied.add(new OperatorNode(out.getFirst(), one.operator(), 13, in, out, one.attributes()));
    }
    return copied;
  }

  private Compiled unrolled(int axis, List<String> outputs) {
    Dimension steps = Dimension.of(T);
    Dimension batch = Dimension.of(N);
    ValueInfo in =
        ValueInfo.of(
            "x",
            ElementType.FLOAT32,
            axis == 0 ? steps : batch,
            axis == 0 ? batch : steps,
            Dimension.of(writer.features));
    Dimension any = Dimension.symbol("");
    List<ValueInfo> out = new ArrayList<>();
    for (String output : outputs) {
      out.add(
          output.equals("y")
              ? ValueInfo.of(output, ElementType.FLOAT32, any, any, any)
              : ValueInfo.of(output, ElementType.FLOAT32, any, any));
    }
    Graph graph = new Graph("test", List.of(in), out, constants, nodes);
    return Compiler.compile(graph, true, 1 << 20, 1 << 20);
  }

  /** Cell states of every step are nothing that a layer has, and the plan says so. */
  @Test
  void aLoopThatCollectsMoreStaysOne() {
    Written written = loop("gather", List.of("all"));
    while (!isLstm(written)) {
      written = loop("gather", List.of("all"));
    }
    Compiled compiled = compile(0, List.of("y", "all"));
    assertThat(operators(compiled)).contains("Loop");
    List<String> details = new ArrayList<>();
    for (Step step : compiled.steps()) {
      details.addAll(step.details());
    }
    assertThat(details)
        .contains("no layer: it collects more than the hidden states of each step, in their order");
  }

  private Compiled compile(int inAxis, List<String> outputs) {
    Dimension time = Dimension.symbol("T");
    Dimension batch = Dimension.symbol("N");
    Dimension units = Dimension.of(writer.units);
    List<ValueInfo> in = new ArrayList<>();
    in.add(
        ValueInfo.of(
            "x",
            ElementType.FLOAT32,
            inAxis == 0 ? time : batch,
            inAxis == 0 ? batch : time,
            Dimension.of(writer.features)));
    in.add(ValueInfo.of("h", ElementType.FLOAT32, batch, units));
    in.add(ValueInfo.of("c", ElementType.FLOAT32, batch, units));
    List<ValueInfo> out = new ArrayList<>();
    Dimension any = Dimension.symbol("");
    for (String output : outputs) {
      out.add(
          output.length() == 2
              ? ValueInfo.of(output, ElementType.FLOAT32, any, any)
              : ValueInfo.of(output, ElementType.FLOAT32, any, any, any));
    }
    Graph graph = new Graph("test", in, out, constants, nodes);
    return Compiler.compile(graph, true, 1 << 20, 1 << 20);
  }

  private static List<String> operators(Compiled compiled) {
    return compiled.steps().stream().map(Step::operator).toList();
  }

  private void assertIsLayer(Written written, int inAxis, int outAxis, boolean reverse) {
    List<String> outputs = with(isLstm(written), List.of("y", "yh"), "yc");
    Compiled compiled = compile(inAxis, outputs);
    assertThat(operators(compiled)).as("seed %d", seed).containsExactly(written.cell().operator());
    for (int steps : new int[] {T, 1, 0}) {
      Tensor x = writer.draw(steps, N, writer.features);
      Tensor h = writer.draw(N, writer.units);
      Tensor c = writer.draw(N, writer.units);
      Tensor[] found = growable(outputs.size());
      new GraphRun(compiled, Team.ALONE)
          .run(new Tensor[] {inAxis == 0 ? x : turned(x), h, c}, found);
      float[] hidden = h.floats().clone();
      float[] cells = c.floats().clone();
      for (int t = 0; t < steps; t++) {
        int at = reverse ? steps - 1 - t : t;
        Tensor[] states = step(written, x, at, hidden, cells);
        hidden = states[0].floats();
        cells = states[states.length - 1].floats();
        Tensor y = outAxis == 0 || steps == 0 ? found[0] : turned(found[0]);
        assertClose(y.floats(), at * N * writer.units, hidden);
      }
      assertClose(found[1].floats(), 0, hidden);
      if (isLstm(written)) {
        assertClose(found[2].floats(), 0, cells);
      }
    }
  }

  private void assertClose(float[] found, int at, float[] expected) {
    for (int i = 0; i < N * writer.units; i++) {
      assertThat(found[at + i]).as("seed %d, %d", seed, i).isCloseTo(expected[i], offset(5e-6f));
    }
  }

  private static Tensor[] growable(int count) {
    Tensor[] made = new Tensor[count];
    for (int i = 0; i < count; i++) {
      made[i] = Tensor.growable(ElementType.FLOAT32);
    }
    return made;
  }

  /** The first two axes, the other way round. */
  private static Tensor turned(Tensor tensor) {
    int a = tensor.dim(0);
    int b = tensor.dim(1);
    int row = tensor.dim(2);
    Tensor to = Tensor.zeros(ElementType.FLOAT32, b, a, row);
    for (int i = 0; i < a * b; i++) {
      System.arraycopy(tensor.floats(), i * row, to.floats(), (i % b * a + i / b) * row, row);
    }
    return to;
  }

  /** New states after step {@code t} of X {@code [T, N, I]}. */
  private Tensor[] step(Written written, Tensor x, int t, float[] h, float[] c) {
    int row = N * writer.features;
    return writer.layer(written, N, Arrays.copyOfRange(x.floats(), t * row, (t + 1) * row), h, c);
  }
}
