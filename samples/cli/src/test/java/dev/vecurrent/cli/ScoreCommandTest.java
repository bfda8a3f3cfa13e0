package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.Model;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScoreCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder = Path.of("");

  private static String line(String id, int steps, int features, Random random) {
    StringBuilder text = new StringBuilder("{\"id\":" + id + ",\"x\":[");
    for (int t = 0; t < steps; t++) {
      text.append(t == 0 ? "[" : ",[");
      for (int i = 0; i < features; i++) {
        text.append(i == 0 ? "" : ",").append(random.nextFloat() - 0.5f);
      }
      text.append(']');
    }
    return text.append("]}").toString();
  }

  private Path input(String... lines) throws IOException {
    return Files.write(folder.resolve("in.jsonl"), List.of(lines));
  }

  private Path output() {
    return folder.resolve("out.jsonl");
  }

  private CommandRun score(Path model, Path input, Object... more) {
    List<Object> words = new ArrayList<>(List.of("score", model));
    words.addAll(List.of("--input", input, "--output", output()));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray());
  }

  /** The answers to all records at once, and to each in a file of its own, have the same text. */
  private void expectBitsOfRunningAlone(Path model, int features, Object... options)
      throws IOException {
    Random random = new Random(11);
    List<String> lines = new ArrayList<>();
    for (int id = 0; id < 40; id++) {
      lines.add(line(Integer.toString(id), 1 + random.nextInt(6), features, random));
    }
    CommandRun all = score(model, input(lines.toArray(String[]::new)), options);
    assertThat(all.status()).as(all.err()).isZero();
    List<String> together = Files.readAllLines(output());
    assertThat(together).hasSize(lines.size());
    for (int id = 0; id < lines.size(); id += 3) {
      assertThat(score(model, input(lines.get(id)), options).status()).isZero();
      assertThat(Files.readAllLines(output())).containsExactly(together.get(id));
    }
  }

  @Test
  void answersAreThoseOfRunningEachAlone() throws IOException {
    expectBitsOfRunningAlone(CommandRun.tagger(folder), 5);
  }

  @Test
  void threadsDoNotMatter() throws IOException {
    expectBitsOfRunningAlone(CommandRun.tagger(folder), 5, "--threads", 2);
  }

  @Test
  void aFixedBatchIsFilledUp() throws IOException {
    Path fixed = CommandRun.pytorchModel("lstm_fixed_shape");
    Random random = new Random(5);
    String[] lines = new String[5];
    for (int id = 0; id < lines.length; id++) {
      lines[id] = line(Integer.toString(id), 4, 5, random);
    }
    assertThat(score(fixed, input(lines)).status()).isZero();
    List<String> together = Files.readAllLines(output());
    for (int id = 0; id < lines.length; id++) {
      assertThat(score(fixed, input(lines[id])).status()).isZero();
      assertThat(Files.readAllLines(output())).containsExactly(together.get(id));
      JsonNode outputs = JSON.readTree(together.get(id)).get("outputs");
      assertThat(outputs.get("y").size()).isEqualTo(4);
      assertThat(outputs.get("y").get(0).size()).isEqualTo(7);
      assertThat(outputs.get("h").size()).isEqualTo(3);
    }
    assertThat(score(fixed, input(line("1", 3, 5, random))).status()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("out.jsonl.errors.jsonl")))
        .contains("expected 4 steps as the model declares, found 3");
  }

  @Test
  void sequenceLensIsGivenTheLengths() throws IOException {
    expectBitsOfRunningAlone(CommandRun.pytorchModel("lstm_packed"), 5);
  }

  @Test
  void anotherIntegerInputIsTheLengthsOnlyWhereTheUserSaysSo() throws IOException {
    Path model = CommandRun.pytorchModel("masked_mean");
    CommandRun run = score(model, input("{\"x\": []}"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("cannot fill input lengths", "--lengths NAME");
    assertThat(score(model, input("{\"x\": []}"), "--lengths", "size").err())
        .contains("there is no input 'size'");
    expectBitsOfRunningAlone(model, 4, "--lengths", "lengths");
  }

  @Test
  void aLayoutThatIsNotTheModelsIsRefused() throws IOException {
    Path input = input(line("1", 3, 5, new Random(1)));
    Path model = CommandRun.tagger(folder);
    CommandRun run = score(model, input, "--layout", "batch-major");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("TIME_MAJOR", "leave --layout out");
    assertThat(output()).doesNotExist();
    assertThat(score(model, input, "--layout", "time-major").status()).isZero();
    assertThat(score(model, input, "--layout", "TIME_MAJOR").status()).isZero();
    assertThat(score(model, input, "--layout", "sideways").status()).isEqualTo(2);
  }

  @Test
  void badLinesAreReportedInOrder() throws IOException {
    Random random = new Random(2);
    Path input =
        input(
            "nonsense",
            line("\"a\"", 2, 5, random),
            "",
            line("\"b\"", 2, 4, random),
            line("\"c\"", 2, 5, random) + "\r",
            "{\"" + "k".repeat(40_000) + "\": 1}");
    CommandRun run = score(CommandRun.tagger(folder), input);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("2 sequences", "4 bad lines: see");
    assertThat(
            Files.readAllLines(output()).stream().map(l -> JSON.readTree(l).get("id").asString()))
        .containsExactly("a", "c");
    List<JsonNode> errors =
        Files.readAllLines(folder.resolve("out.jsonl.errors.jsonl")).stream()
            .map(JSON::readTree)
            .toList();
    assertThat(errors).extracting(e -> e.get("line").asInt()).containsExactly(1, 3, 4, 6);
    assertThat(errors)
        .allSatisfy(e -> {
          assertThat(e.propertyNames()).containsExactly("line", "reason");
          assertThat(e.get("reason").asString()).isNotEmpty().hasSizeLessThanOrEqualTo(1000);
        });
  }

  @Test
  void theSideFileOfAnEarlierJobGoesWhereNothingIsBad() throws IOException {
    Path model = CommandRun.tagger(folder);
    assertThat(score(model, input("nonsense")).status()).isEqualTo(1);
    assertThat(folder.resolve("out.jsonl.errors.jsonl")).exists();
    assertThat(score(model, input("{\"x\": [[1, 2, 3, 4, 5]]}")).status()).isZero();
    assertThat(folder.resolve("out.jsonl.errors.jsonl")).doesNotExist();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("in.jsonl", "out.jsonl", "tagger.onnx");
    }
  }

  @Test
  void nothingThatIsReadAndNoFolderIsOverwritten() throws IOException {
    Path model = CommandRun.tagger(folder);
    Path input = input("{\"x\": []}");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (Path to : List.of(empty, input, model)) {
      CommandRun run = CommandRun.of("score", model, "--input", input, "--output", to);
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err().strip().lines()).singleElement().asString().contains("--output");
    }
    assertThat(empty).isDirectory();
    assertThat(input).hasContent("{\"x\": []}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--batch", "--window", "--max-line"})
  void sizesArePositive(String option) throws IOException {
    assertThat(score(CommandRun.tagger(folder), input(), option, 0).status()).isEqualTo(2);
  }

  /** A window ends by the bytes of its records too, ids and answers among them. */
  @Test
  void windowsAreBounded() throws IOException {
    Graph graph = OnnxImporter.read(CommandRun.tagger(folder));
    Scorer scorer =
        new Scorer(Model.compile(graph).newSession(), CallLimits.none(), null, null, 32);
    String[] lines = new String[100];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "{\"id\": \"" + "a".repeat(1 << 20) + "\", \"x\": [[1, 1, 1, 1, 1]]}";
    }
    List<Long> windows = new ArrayList<>();
    BadLines bad = new BadLines(null, new PrintWriter(Writer.nullWriter()));
    ScoreJob.Result result;
    try (InputStream in = Files.newInputStream(input(lines));
        OutputStream out = Files.newOutputStream(output())) {
      result =
          new ScoreJob(scorer, 2048, 16 << 20)
              .run(in, out, bad, (bytes, good) -> windows.add(bytes));
    }
    assertThat(result.good()).isEqualTo(lines.length);
    assertThat(windows).hasSizeGreaterThan(3);
    SequenceRecord record = new SequenceRecord(1, "1", List.of(Tensor.of(new float[50], 10, 5)));
    assertThat(scorer.answerBytes(record)).isEqualTo(10 * 4 * Float.BYTES);
  }
}
