package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
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
    assertThat(memory.valueBytes()).isEqualTo(4 * 7);
    assertThat(memory.scratchBytes()).isGreaterThan(4 * (28 + 7 + 7));
  }

  @Test
  void anyRankIsNotMadeUp() {
    op("Neg", Map.of(), "y", "x");
    Model model = model(new ValueInfo("x", F32, Optional.empty()));
    assertThatThrownBy(() -> model.memory(Map.of())).hasMessageContaining("no rank");
  }
}
