package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryTest {

  private static final ElementType F32 = ElementType.FLOAT32;

  private final List<Node> nodes = new ArrayList<>();

  private void op(String operator, Map<String, AttributeValue> attributes, String... names) {
    List<String> inputs = List.of(names).subList(1, names.length);
    nodes.add(new OperatorNode(names[0], operator, 13, inputs, List.of(names[0]), attributes));
  }

  private void concat(String... names) {
    op("Concat", Map.of("axis", new AttributeValue.OfInt(-1)), names);
  }

  private Model model(ValueInfo x) {
    return Model.compile(
        new Graph(
            "test",
            List.of(x),
            List.of(new ValueInfo("y", F32, Optional.empty())),
            Map.of("flat", Tensor.of(new long[] {-1}, 1)),
            nodes));
  }

  /** Rows of 8, 16, 20 floats, the last seen flat, and twice that: n of each. */
  private Model rows() {
    concat("a", "x", "x");
    concat("b", "a", "a");
    concat("c", "b", "x");
    op("Reshape", Map.of(), "d", "c", "flat");
    concat("y", "d", "d");
    return model(ValueInfo.of("x", F32, Dimension.symbol("n"), Dimension.of(4)));
  }

  @Test
  void countsWhatLivesAtATime() {
    Memory memory = rows().memory(Map.of("n", 3));
    int row = 3 * 4;
    assertThat(memory.inputs()).containsExactly("x: FLOAT32[3, 4]");
    assertThat(memory.graphBytes()).isEqualTo((8 + 16 + 20 + 20 + 40) * row);
    assertThat(memory.unknownValues()).isZero();
    assertThat(memory.valueBytes()).isEqualTo(memory.graphBytes());
    assertThat(memory.liveBytes()).as("c, which d views, and y").isEqualTo((20 + 40) * row);
    assertThat(memory.slotBytes()).as("a and c share a slot").isEqualTo((20 + 16 + 40) * row);
    assertThat(memory.scratchBytes()).isZero();
    assertThat(memory.describe()).contains("FLOAT32[3, 4]", "1,248 bytes", "720 bytes");
  }

  @Test
  void sizesMustBeThere() {
    Model model = rows();
    assertThat(model.memory(Map.of()).inputs()).containsExactly("x: FLOAT32[1, 4]");
    assertThatThrownBy(() -> model.memory(Map.of("m", 2))).hasMessageContaining("m=2", "[n]");
    assertThatThrownBy(() -> model.memory(Map.of("n", 0))).hasMessageContaining("n=0");
  }

  @Test
  void nodesAreThoseOfTheGraph() {
    assertThat(rows().nodes()).hasSize(5).extracting(Plan.Step::operator).contains("Reshape");
  }

  @Test
  void sizesAreAsLargeAsTheModelWantsThem() {
    op("NonZero", Map.of(), "i", "x");
    op("Gather", Map.of("axis", new AttributeValue.OfInt(1)), "first", "i", "place");
    op("Cast", Map.of("to", new AttributeValue.OfInt(1)), "y", "first");
    Model model =
        Model.compile(
            new Graph(
                "test",
                List.of(ValueInfo.of("x", F32, Dimension.symbol(""))),
                List.of(new ValueInfo("y", F32, Optional.empty())),
                Map.of("place", Tensor.of(new long[] {40}, 1)),
                nodes));
    Memory memory = model.memory(Map.of());
    assertThat(memory.inputs()).containsExactly("x: FLOAT32[64]");
    assertThat(memory.unknownValues()).as("what NonZero makes").isEqualTo(1);
    assertThat(memory.valueBytes()).isEqualTo(8 * 63 + 8 + 4);
    assertThatThrownBy(() -> model.memory(Map.of("x.0", 5))).hasMessageContaining("Gather");
  }

  @Test
  void layersHaveScratch() {
    nodes.add(
        new RecurrentNode(
            "layer", Lstm.of(Direction.FORWARD, 7), List.of("x", "w", "r"), List.of("y")));
    Model model =
        Model.compile(
            new Graph(
                "test",
                List.of(
                    ValueInfo.of(
                        "x", F32, Dimension.symbol("t"), Dimension.symbol("n"), Dimension.of(5))),
                List.of(new ValueInfo("y", F32, Optional.empty())),
                Map.of("w", Tensor.zeros(F32, 1, 28, 5), "r", Tensor.zeros(F32, 1, 28, 7)),
                nodes));
    Memory memory = model.memory(Map.of());
    assertThat(memory.inputs()).containsExactly("x: FLOAT32[100, 1, 5]");
    assertThat(memory.sizes()).containsEntry("t", 100).containsEntry("n", 1).hasSize(2);
    assertThat(memory.describe()).contains("n=1, t=100; others with --dim NAME=SIZE");
    assertThat(memory.valueBytes()).isEqualTo(4 * 7 * 100);
    assertThat(memory.scratchBytes()).isGreaterThan(4 * (28 + 7 + 7));
    assertThat(model.memory(Map.of("n", 3)).inputs()).containsExactly("x: FLOAT32[100, 3, 5]");
    assertThat(model.memory(Map.of("t", 2)).inputs()).containsExactly("x: FLOAT32[2, 1, 5]");
  }

  private Model layer(ValueInfo x, String... before) {
    nodes.add(
        new RecurrentNode(
            "layer",
            Lstm.of(Direction.FORWARD, 7),
            List.of(before.length == 0 ? "x" : before[0], "w", "r"),
            List.of("y")));
    return Model.compile(
        new Graph(
            "test",
            List.of(x),
            List.of(new ValueInfo("y", F32, Optional.empty())),
            Map.of(
                "w", Tensor.zeros(F32, 1, 28, 5),
                "r", Tensor.zeros(F32, 1, 28, 7),
                "table", Tensor.zeros(F32, 11, 5)),
            nodes));
  }

  /** The layer knows which axis is which, and how wide its input is, where names tell nothing. */
  @Test
  void whatNobodyNamedIsToldByLayers() {
    Dimension any = Dimension.symbol("");
    assertThat(layer(ValueInfo.of("x", F32, any, any, any)).memory(Map.of()).inputs())
        .containsExactly("x: FLOAT32[100, 1, 5]");
  }

  @Test
  void evenTheRank() {
    Memory memory = layer(new ValueInfo("x", F32, Optional.empty())).memory(Map.of());
    assertThat(memory.inputs()).containsExactly("x: FLOAT32[100, 1, 5]");
    assertThat(memory.sizes()).containsOnlyKeys("x.0", "x.1", "x.2");
  }

  @Test
  void tokensInFrontOfAnEmbeddingAreTimeSteps() {
    nodes.add(new OperatorNode("", "Gather", 13, List.of("table", "x"), List.of("e"), Map.of()));
    Dimension any = Dimension.symbol("");
    Model model = layer(ValueInfo.of("x", ElementType.INT64, any, any), "e");
    assertThat(model.roleOf("x")).isEqualTo(new InputRole(InputRole.Kind.SEQUENCES, 0, 1));
    assertThat(model.memory(Map.of()).inputs()).containsExactly("x: INT64[100, 1]");
  }

  @Test
  void namesTellWhatLayersDoNot() {
    op("Neg", Map.of(), "y", "x");
    Model model =
        model(
            ValueInfo.of(
                "x",
                F32,
                Dimension.symbol("seq_len"),
                Dimension.symbol("batch_size"),
                Dimension.symbol("height")));
    assertThat(model.memory(Map.of()).inputs()).containsExactly("x: FLOAT32[100, 1, 1]");
  }

  /** A window of 5 by 5 does not fit an image of one pixel. */
  @Test
  void imagesAreAsLargeAsFiltersWant() {
    nodes.add(new OperatorNode("", "Conv", 11, List.of("x", "filter"), List.of("y"), Map.of()));
    Dimension any = Dimension.symbol("");
    Model model =
        Model.compile(
            new Graph(
                "test",
                List.of(ValueInfo.of("x", F32, any, any, any, any)),
                List.of(new ValueInfo("y", F32, Optional.empty())),
                Map.of("filter", Tensor.zeros(F32, 2, 3, 5, 5)),
                nodes));
    assertThat(model.memory(Map.of()).inputs()).containsExactly("x: FLOAT32[1, 3, 8, 8]");
  }

  @Test
  void anyRankThatTheModelTakesIsMadeUp() {
    op("Neg", Map.of(), "y", "x");
    Model model = model(new ValueInfo("x", F32, Optional.empty()));
    assertThat(model.memory(Map.of()).inputs()).containsExactly("x: FLOAT32[1, 100, 1]");
  }
}
