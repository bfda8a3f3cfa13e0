package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScorerTest {

  private static final Dimension TIME = Dimension.symbol("time");
  private static final Dimension BATCH = Dimension.symbol("batch");

  /** One Softmax over an axis of x, FLOAT32[time, batch, 2]. */
  private static Graph softmax(long axis) {
    OperatorNode node =
        new OperatorNode(
            "",
            "Softmax",
            13,
            List.of("x"),
            List.of("y"),
            Map.of("axis", new AttributeValue.OfInt(axis)));
    return new Graph(
        "",
        List.of(ValueInfo.of("x", ElementType.FLOAT32, TIME, BATCH, Dimension.of(2))),
        List.of(ValueInfo.of("y", ElementType.FLOAT32, TIME, BATCH, Dimension.of(2))),
        Map.of(),
        List.of(node));
  }

  @Test
  void aModelThatMixesSequencesIsRefused() {
    Graph mixes = softmax(1);
    assertThatThrownBy(
            () -> new Scorer(Model.compile(mixes).newSession(), mixes, Layout.TIME_MAJOR, null, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("output y")
        .hasMessageContaining("depend on each other");
  }

  @Test
  void whereTheModelDoesNotSayTheLayoutIsAskedFor() {
    Graph graph = softmax(2);
    assertThatThrownBy(() -> new Scorer(Model.compile(graph).newSession(), graph, null, null, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--layout time-major");
  }

  /** What is too large for a batch only is scored alone; what is too large alone is bad. */
  @Test
  void aBatchThatIsTooLargeIsScoredOneByOne() {
    Graph graph = softmax(2);
    CompileOptions small = CompileOptions.defaults().withValueBytes(1000);
    Scorer scorer =
        new Scorer(Model.compile(graph, small).newSession(), graph, Layout.TIME_MAJOR, null, 8);
    List<SequenceRecord> records = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      records.add(new SequenceRecord(i, "0", new float[80], 40));
    }
    records.add(new SequenceRecord(8, "0", new float[800], 400));
    records.add(SequenceRecord.bad(9, "not read"));
    scorer.score(records);
    assertThat(records.subList(0, 8)).extracting(SequenceRecord::failure).containsOnly("");
    assertThat(records.get(8).failure()).contains("needs 800 elements");
    assertThat(records.get(9).failure()).isEqualTo("not read");
  }
}
