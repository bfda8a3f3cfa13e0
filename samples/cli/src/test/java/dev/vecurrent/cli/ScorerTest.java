package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScorerTest {

  private static final Dimension TIME = Dimension.symbol("");
  private static final Dimension BATCH = Dimension.symbol("");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder = Path.of("");

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
    assertThatThrownBy(() ->
            new Scorer(
                Model.compile(mixes).newSession(), CallLimits.none(), Layout.TIME_MAJOR, null, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("output y")
        .hasMessageContaining("depend on each other");
  }

  @Test
  void whereTheModelDoesNotSayTheLayoutIsAskedFor() {
    Graph graph = softmax(2);
    assertThatThrownBy(
            () -> new Scorer(Model.compile(graph).newSession(), CallLimits.none(), null, null, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--layout time-major");
  }

  /** What is too large for a batch only is scored alone; what is too large alone is bad. */
  @Test
  void aBatchThatIsTooLargeIsScoredOneByOne() {
    Graph graph = softmax(2);
    CompileOptions small = CompileOptions.defaults().withValueBytes(1000);
    Scorer scorer =
        new Scorer(
            Model.compile(graph, small).newSession(),
            CallLimits.none(),
            Layout.TIME_MAJOR,
            null,
            8);
    List<SequenceRecord> records = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      records.add(new SequenceRecord(i, "0", List.of(Tensor.of(new float[80], 40, 2))));
    }
    records.add(new SequenceRecord(8, "0", List.of(Tensor.of(new float[800], 400, 2))));
    records.add(SequenceRecord.bad(9, "not read"));
    scorer.score(records);
    assertThat(records.subList(0, 8)).extracting(SequenceRecord::failure).containsOnly("");
    assertThat(records.get(8).failure()).contains("3,200 bytes", "--limit-value-bytes");
    assertThat(records.get(9).failure()).isEqualTo("not read");
  }

  /** Layers on what a graph makes of its inputs: weights and tables are there. */
  private static Graph graph(List<ValueInfo> inputs, List<ValueInfo> outputs, Node... nodes) {
    Random random = new Random(5);
    Map<String, Tensor> constants = new HashMap<>();
    constants.put("w", random(random, 1, 12, 4));
    constants.put("r", random(random, 1, 12, 3));
    constants.put("table", random(random, 9, 4));
    constants.put("axis0", Tensor.of(new long[] {0}, 1));
    constants.put("axis1", Tensor.of(new long[] {1}, 1));
    return new Graph("", inputs, outputs, constants, List.of(nodes));
  }

  private static Tensor random(Random random, int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = random.nextFloat() - 0.5f;
    }
    return tensor;
  }

  private static ValueInfo any(String name, ElementType type) {
    return new ValueInfo(name, type, Optional.empty());
  }

  private static OperatorNode op(String operator, String output, String... inputs) {
    return new OperatorNode("", operator, 13, List.of(inputs), List.of(output), Map.of());
  }

  private static RecurrentNode lstm(String x) {
    return new RecurrentNode(
        "", Lstm.of(Direction.FORWARD, 3), List.of(x, "w", "r"), List.of("y", "h"));
  }

  private List<JsonNode> score(Scorer scorer, int window, String... lines) throws IOException {
    Path in = Files.write(folder.resolve("in.jsonl"), List.of(lines));
    Path out = folder.resolve("out.jsonl");
    StringWriter errors = new StringWriter();
    BadLines bad = new BadLines(null, new PrintWriter(errors));
    try (InputStream lineByLine = Files.newInputStream(in);
        OutputStream answers = Files.newOutputStream(out)) {
      new ScoreJob(scorer, window, 1 << 20).run(lineByLine, answers, bad, (bytes, good) -> {});
    }
    assertThat(errors.toString()).isEmpty();
    return Files.readAllLines(out).stream().map(JSON::readTree).toList();
  }

  private static Scorer scorer(Graph graph, int batch) {
    return new Scorer(Model.compile(graph).newSession(), CallLimits.none(), null, null, batch);
  }

  /** The answers of every batch size have the same text, and there is one for each line. */
  private List<JsonNode> expectSameBits(Graph graph, String... lines) throws IOException {
    List<JsonNode> answers = score(scorer(graph, 1), 1, lines);
    assertThat(answers).hasSize(lines.length);
    for (int batch : new int[] {2, 3, 32}) {
      assertThat(score(scorer(graph, batch), 100, lines)).isEqualTo(answers);
    }
    return answers;
  }

  private static final String[] TOKENS = {
    "{\"id\": 1, \"x\": [3, 1, 4]}",
    "{\"id\": 2, \"x\": [1, 5]}",
    "{\"id\": 3, \"x\": [2, 6, 5]}",
    "{\"id\": 4, \"x\": [8]}",
    "{\"id\": 5, \"x\": [0, 0, 7]}",
    "{\"id\": 6, \"x\": [7, 0]}"
  };

  private static Graph tokens(ElementType type, boolean batchMajor, Dimension... dims) {
    List<ValueInfo> outputs = List.of(any("h", ElementType.FLOAT32), any("y", ElementType.FLOAT32));
    OperatorNode gather = op("Gather", "e", "table", "ids");
    List<ValueInfo> inputs = List.of(ValueInfo.of("ids", type, dims));
    if (!batchMajor) {
      return graph(inputs, outputs, gather, lstm("e"));
    }
    OperatorNode turn =
        new OperatorNode(
            "",
            "Transpose",
            13,
            List.of("e"),
            List.of("t"),
            Map.of("perm", new AttributeValue.OfInts(List.of(1L, 0L, 2L))));
    return graph(inputs, outputs, gather, turn, lstm("t"));
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"INT32", "INT64"})
  void tokensOfEitherTypeAndOrder(ElementType type) throws IOException {
    for (boolean batchMajor : new boolean[] {false, true}) {
      List<JsonNode> answers = expectSameBits(tokens(type, batchMajor, TIME, BATCH), TOKENS);
      assertThat(answers.get(0).get("outputs").get("y").size()).isEqualTo(3);
      assertThat(answers.get(1).get("outputs").get("y").size()).isEqualTo(2);
      assertThat(answers.get(3).get("outputs").get("h").get(0).size()).isEqualTo(3);
    }
  }

  /** No layer tells the order: sums over the steps of embedded tokens, of either axis. */
  @Test
  void whereNothingTellsTheOrderOfTokensItIsFoundOut() throws IOException {
    List<JsonNode> before = List.of();
    for (long axis : new long[] {0, 1}) {
      OperatorNode sum =
          new OperatorNode(
              "",
              "ReduceMean",
              13,
              List.of("e"),
              List.of("y"),
              Map.of("axes", new AttributeValue.OfInts(List.of(axis))));
      Graph graph =
          graph(
              List.of(ValueInfo.of("ids", ElementType.INT64, TIME, BATCH)),
              List.of(any("y", ElementType.FLOAT32)),
              op("Gather", "e", "table", "ids"),
              sum);
      List<JsonNode> answers = expectSameBits(graph, TOKENS);
      // The means run over the same tokens, whichever axis they stand on.
      assertThat(before.isEmpty() ? answers : before).isEqualTo(answers);
      before = answers;
    }
  }

  @Test
  void modelsWithoutABatchAreRunOneByOne() throws IOException {
    Graph matrix =
        graph(
            List.of(ValueInfo.of("x", ElementType.FLOAT32, TIME, Dimension.of(4))),
            List.of(any("y", ElementType.FLOAT32)),
            op("Unsqueeze", "u", "x", "axis1"),
            lstm("u"));
    List<JsonNode> answers =
        expectSameBits(matrix, "{\"x\": [[1, 2, 3, 4], [0, 0, 0, 1]]}", "{\"x\": [[1, 2, 3, 4]]}");
    assertThat(answers.get(0).get("outputs").get("y").size()).isEqualTo(2);
    Graph vector =
        graph(
            List.of(ValueInfo.of("ids", ElementType.INT64, TIME)),
            List.of(any("h", ElementType.FLOAT32)),
            op("Gather", "e", "table", "ids"),
            op("Unsqueeze", "u", "e", "axis1"),
            lstm("u"));
    assertThat(expectSameBits(vector, TOKENS).get(2).get("outputs").get("h").size()).isEqualTo(1);
  }

  @Test
  void rowsOfFeaturesAreBatched() throws IOException {
    Graph rows =
        graph(
            List.of(ValueInfo.of("x", ElementType.FLOAT32, BATCH, Dimension.of(4))),
            List.of(any("y", ElementType.FLOAT32)),
            op("Neg", "y", "x"));
    List<JsonNode> answers = expectSameBits(rows, "{\"x\": [1, 2, 3, 4]}", "{\"x\": [5, 6, 7, 8]}");
    assertThat(answers.get(1).get("outputs").get("y").toString())
        .isEqualTo("[-5.0,-6.0,-7.0,-8.0]");
  }

  @Test
  void severalInputsHaveTheirNames() throws IOException {
    Graph two =
        graph(
            List.of(
                ValueInfo.of("x", ElementType.FLOAT32, TIME, BATCH, Dimension.of(4)),
                ValueInfo.of("h0", ElementType.FLOAT32, Dimension.of(1), BATCH, Dimension.of(3))),
            List.of(any("y", ElementType.FLOAT32)),
            new RecurrentNode(
                "",
                Lstm.of(Direction.FORWARD, 3),
                List.of("x", "w", "r", "", "", "h0"),
                List.of("y")));
    expectSameBits(
        two,
        "{\"x\": [[1, 2, 3, 4]], \"h0\": [[0, 0, 1]]}",
        "{\"inputs\": {\"h0\": [[1, 0, 1]], \"x\": [[1, 2, 3, 4]]}}",
        "{\"x\": [[1, 2, 3, 4], [1, 1, 1, 1]], \"h0\": [[0, 0, 1]]}");
  }
}
