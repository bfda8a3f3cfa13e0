package dev.vecurrent.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.plan.CellWriter.Sums;
import dev.vecurrent.internal.plan.CellWriter.Written;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.GraphRun;
import dev.vecurrent.internal.run.Step;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.RecurrentNode;
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

  private Compiled compile(List<String> outputs) {
    List<ValueInfo> in = new ArrayList<>();
    Dimension batch = Dimension.symbol("N");
    in.add(ValueInfo.of("x", ElementType.FLOAT32, batch, Dimension.of(writer.features)));
    in.add(ValueInfo.of("h", ElementType.FLOAT32, batch, Dimension.of(writer.units)));
    in.add(ValueInfo.of("c", ElementType.FLOAT32, batch, Dimension.of(writer.units)));
    List<ValueInfo> out = new ArrayList<>();
    Dimension any = Dimension.symbol("");
    for (String output : outputs) {
      out.add(ValueInfo.of(output, ElementType.FLOAT32, any, any));
    }
    Graph graph = new Graph("test", in, out, writer.constants, writer.nodes);
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
    List<Tensor> expected = layer(written, x, h, c);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).shape()).containsExactly(N, units);
      for (int at = 0; at < N * units; at++) {
        assertThat(found.get(i).floats()[at])
            .as("seed %d, output %d", seed, i)
            .isCloseTo(expected.get(i).floats()[at], offset(2e-6f));
      }
    }
  }

  /** Y_h and Y_c of the ONNX layer over one step. */
  private List<Tensor> layer(Written written, Tensor x, Tensor h, Tensor c) {
    boolean lstm = written.cell().gates() == 4;
    Map<String, Tensor> weights = Map.of("w", written.w(), "r", written.r(), "b", written.b());
    List<String> in = new ArrayList<>(List.of("x", "w", "r", "b", "", "h"));
    List<String> out = new ArrayList<>(List.of("", "yh"));
    if (lstm) {
      in.add("c");
      out.add("yc");
    }
    Dimension one = Dimension.of(1);
    Dimension n = Dimension.of(N);
    Dimension units = Dimension.of(writer.units);
    List<ValueInfo> inputs = new ArrayList<>();
    inputs.add(ValueInfo.of("x", ElementType.FLOAT32, one, n, Dimension.of(writer.features)));
    inputs.add(ValueInfo.of("h", ElementType.FLOAT32, one, n, units));
    inputs.add(ValueInfo.of("c", ElementType.FLOAT32, one, n, units));
    List<ValueInfo> outputs = new ArrayList<>();
    for (String name : out.subList(1, out.size())) {
      outputs.add(ValueInfo.of(name, ElementType.FLOAT32, one, n, units));
    }
    RecurrentNode node = new RecurrentNode("l", written.cell(), in, out);
    Graph graph = new Graph("layer", inputs, outputs, weights, List.of(node));
    Tensor[] made = new Tensor[outputs.size()];
    for (int i = 0; i < made.length; i++) {
      made[i] = Tensor.growable(ElementType.FLOAT32);
    }
    new GraphRun(Compiler.compile(graph, true, 1 << 20, 1 << 20), Team.ALONE)
        .run(
            new Tensor[] {
              Tensor.of(x.floats(), 1, N, writer.features),
              Tensor.of(h.floats(), 1, N, writer.units),
              Tensor.of(c.floats(), 1, N, writer.units)
            },
            made);
    return List.of(made);
  }
}
