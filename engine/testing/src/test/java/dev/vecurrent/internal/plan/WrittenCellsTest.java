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
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of cells as frameworks write them become one layer step, with the layer's answers. */
class WrittenCellsTest {

  private static final int N = 3;

  private final long seed = Seeds.of(WrittenCellsTest.class);
  private final CellWriter writer = new CellWriter(new Random(seed), "x", "h");

  @ParameterizedTest
  @EnumSource
  void lstm(Sums form) {
    assertIsLayer(writer.lstm(form, "Sigmoid", "c"));
  }

  @ParameterizedTest
  @EnumSource
  void lstmOfHardSigmoid(Sums form) {
    assertIsLayer(writer.lstm(form, "HardSigmoid", "c"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gruThatResetsAfterTheProduct(boolean ones) {
    assertIsLayer(writer.gruThatResetsAfterTheProduct(ones));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gruThatResetsTheState(boolean tensorflow) {
    assertIsLayer(writer.gruThatResetsTheState(tensorflow));
  }

  /** What a decoder reads: its last word beside what it attends to, put together before. */
  @ParameterizedTest
  @EnumSource(names = {"KERAS", "PYTORCH", "GATE_BY_GATE"})
  void inputThatIsPutTogether(Sums form) {
    Random random = new Random(seed);
    CellWriter decoder = new CellWriter(random, "both", "h");
    while (decoder.features == 1) {
      decoder = new CellWriter(random, "both", "h");
    }
    AttributeValue axis = new AttributeValue.OfInt(1);
    decoder.nodes.add(
        new OperatorNode(
            "", "Concat", 13, List.of("word", "seen"), List.of("both"), Map.of("axis", axis)));
    Written written = decoder.lstm(form, "Sigmoid", "c");
    int word = decoder.features - 1;

    Compiled compiled =
        compile(decoder, written.outputs(), List.of(matrix("word", word), matrix("seen", 1)));

    assertThat(compiled.steps().stream().map(Step::operator))
        .as("seed %d", seed)
        .containsExactly("Concat", "LSTMCell");
  }

  /** A gate that somebody else reads is no part of a cell. */
  @Test
  void gatesThatAreSeenStayAsTheyAre() {
    List<String> outputs = new ArrayList<>(writer.lstm(Sums.KERAS, "Sigmoid", "c").outputs());
    String o =
        writer.nodes.stream()
            .filter(node -> node.operator().equals("Sigmoid"))
            .map(node -> node.outputs().getFirst())
            .findFirst()
            .orElseThrow();
    outputs.add(o);

    Compiled compiled = compile(outputs);

    assertThat(compiled.steps().stream().map(Step::operator)).doesNotContain("LSTMCell");
  }

  private static ValueInfo matrix(String name, int columns) {
    return ValueInfo.of(name, ElementType.FLOAT32, Dimension.symbol("N"), Dimension.of(columns));
  }

  private Compiled compile(List<String> outputs) {
    return compile(writer, outputs, List.of(matrix("x", writer.features)));
  }

  /** Inputs are those given, H and C. */
  private static Compiled compile(CellWriter from, List<String> outputs, List<ValueInfo> given) {
    List<ValueInfo> in = new ArrayList<>(given);
    in.add(matrix("h", from.units));
    in.add(matrix("c", from.units));
    List<ValueInfo> out = new ArrayList<>();
    Dimension any = Dimension.symbol("");
    for (String output : outputs) {
      out.add(ValueInfo.of(output, ElementType.FLOAT32, any, any));
    }
    Graph graph = new Graph("test", in, out, from.constants, from.nodes);
    return Compiler.compile(graph, true, 1 << 20, 1 << 20);
  }

  private void assertIsLayer(Written written) {
    int units = writer.units;
    Compiled compiled = compile(written.outputs());
    assertThat(compiled.steps().stream().map(Step::operator))
        .as("seed %d", seed)
        .containsExactly(written.cell().operator() + "Cell");
    Tensor x = writer.draw(N, writer.features);
    Tensor h = writer.draw(N, units);
    Tensor c = writer.draw(N, units);
    List<Tensor> found = new ArrayList<>();
    written.outputs().forEach(_ -> found.add(Tensor.growable(ElementType.FLOAT32)));
    new GraphRun(compiled, Team.ALONE).run(new Tensor[] {x, h, c}, found.toArray(new Tensor[0]));
    Tensor[] expected = writer.layer(written, N, x.floats(), h.floats(), c.floats());
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).shape()).containsExactly(N, units);
      for (int at = 0; at < N * units; at++) {
        assertThat(found.get(i).floats()[at])
            .as("seed %d, output %d", seed, i)
            .isCloseTo(expected[i].floats()[at], offset(2e-6f));
      }
    }
  }
}
