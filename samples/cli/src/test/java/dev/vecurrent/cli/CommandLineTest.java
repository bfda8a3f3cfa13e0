package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int I = 28;

  @TempDir private Path folder = Path.of("");
  private Path model = Path.of("");
  private String out = "";
  private String err = "";

  @BeforeEach
  void copyModel() throws IOException {
    model = folder.resolve("rows.onnx");
    try (InputStream in =
        Objects.requireNonNull(CommandLineTest.class.getResourceAsStream("rows.onnx"))) {
      Files.copy(in, model);
    }
  }

  private int run(Object... args) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    CommandLine commandLine =
        Main.commandLine()
            .setOut(new PrintWriter(outText))
            .setErr(new PrintWriter(errText))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    String[] words = new String[args.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = args[i].toString();
    }
    int status = commandLine.execute(words);
    out = outText.toString();
    err = errText.toString();
    return status;
  }

  private Path unpackCases() throws IOException {
    Path root = folder.resolve("cases");
    unpack("onnx-backend-cases.zip", root);
    unpack("onnx-backend-cases-element-wise.zip", root);
    unpack("onnx-backend-cases-shapes-and-windows.zip", root);
    unpack("onnx-backend-cases-bodies-and-sequences.zip", root);
    unpack("onnx-backend-cases-resizing.zip", root);
    unpack("onnx-backend-cases-newer.zip", root);
    unpack("onnx-backend-cases-1.20.zip", root);
    unpack("onnx-backend-cases-signal.zip", root);
    unpack("onnx-backend-cases-random-and-optional.zip", root);
    unpack("onnx-backend-cases-1.21.zip", root);
    return root;
  }

  private static void unpack(String cases, Path root) throws IOException {
    try (InputStream in = Objects.requireNonNull(CommandLineTest.class.getResourceAsStream(cases));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path to = root.resolve(entry.getName());
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        Files.copy(zip, to);
      }
    }
  }

  @Test
  void everyBackendCaseOfASupportedOperatorPasses() throws IOException {
    Path cases = unpackCases();
    assertThat(run("verify", "--onnx-tolerance", "--json", cases)).as(out).isZero();
    JsonNode json = JSON.readTree(out);
    assertThat(json.get("totals").get("pass").asInt()).isGreaterThanOrEqualTo(1480);
    assertThat(json.get("totals").get("mismatch").asInt()).isZero();
    List<String> recurrent = new ArrayList<>();
    for (JsonNode one : json.get("cases")) {
      String name = one.get("name").asString();
      if (name.matches("test_(lstm|gru|simple_rnn|rnn)_.*")) {
        recurrent.add(name);
        assertThat(one.get("status").asString()).isEqualTo("pass");
      }
    }
    assertThat(recurrent).hasSizeGreaterThanOrEqualTo(12);
  }

  @Test
  void verifyTellsMismatchesAndRefusals() throws IOException {
    Path one = unpackCases().resolve("test_lstm_defaults");
    Path set = one.resolve("test_data_set_0");
    Files.copy(
        set.resolve("input_0.pb"), set.resolve("output_0.pb"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(run("verify", one)).isEqualTo(1);
    assertThat(out).contains("mismatch  test_lstm_defaults", "1 mismatched");
    Files.writeString(one.resolve("model.onnx"), "no model");
    assertThat(run("verify", one)).isEqualTo(1);
    assertThat(out).contains("refused   test_lstm_defaults", "1 refused");
    assertThat(run("verify", folder.resolve("nowhere"))).isEqualTo(2);
    assertThat(err).contains("nowhere");
  }

  @Test
  void inspectShowsInputsLayersAndPlan() {
    assertThat(run("inspect", "--timeout", "60", model)).isZero();
    assertThat(out)
        .contains("x: FLOAT32[batch, 28, 28]", "logits: FLOAT32[batch, 10]", "LSTM forward float32")
        .contains("594 parameters", "folded when compiled: Constant x6")
        .contains("before: 17 nodes", "after: 3 steps", "memory for x: FLOAT32[1, 28, 28]");
    assertThat(run("inspect", "--timeout", "60", "--dim", "batch=3", model)).isZero();
    assertThat(out).contains("memory for x: FLOAT32[3, 28, 28]", "live at a time");
    assertThat(run("inspect", "--timeout", "60", "--dim", "rows=3", model)).isEqualTo(2);
    assertThat(err).contains("rows=3", "[batch]");
    assertThat(run("inspect", "--json", model)).isZero();
    JsonNode json = JSON.readTree(out);
    assertThat(json.get("parameters").asLong()).isEqualTo(594);
    assertThat(json.get("steps").get(0).get("operator").asString()).isEqualTo("LSTM");
    assertThat(json.get("nodes")).hasSizeGreaterThan(json.get("steps").size());
    assertThat(json.get("memory").get("liveBytes").asLong()).isPositive();
  }

  @Test
  void errorsAreOneLineAndTracesNeedDebug() throws IOException {
    assertThat(run("inspect", folder.resolve("nothing.onnx"))).isEqualTo(1);
    assertThat(err.strip().lines()).hasSize(1).first().asString().contains("no such file");
    Path bad = Files.writeString(folder.resolve("bad.onnx"), "text");
    assertThat(run("inspect", bad)).isEqualTo(1);
    assertThat(err.strip().lines()).hasSize(1);
    assertThat(run("--debug", "inspect", bad)).isEqualTo(1);
    assertThat(err).contains("MalformedModelException", "    at ");
    assertThat(run("frobnicate")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(run("inspect", "--limit-nodes", 2, model)).isEqualTo(1);
    assertThat(err).contains("limit: nodes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "verify", "run", "score"})
  void everyCommandHasHelp(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out).contains("Usage: vecurrent " + command);
  }

  @Test
  void runReadsAndWritesBothFormats() throws IOException {
    Tensor x = Tensor.of(numbers(2 * 28 * I, 1), 2, 28, I);
    Path npy = folder.resolve("x.npy");
    NpyFiles.write(npy, x);
    assertThat(run("run", model, "--input", "x=" + npy, "--out", folder.resolve("o"))).isZero();
    Tensor logits = NpyFiles.read(folder.resolve("o/logits.npy"), 10_000);
    assertThat(logits.shape()).containsExactly(2, 10);
    assertThat(run("run", model, "--input", "x=" + npy, "--out", folder, "--format", "pb"))
        .isZero();
    assertThat(folder.resolve("logits.pb")).exists();
    assertThat(run("run", model, "--input", "z=" + npy, "--out", folder)).isEqualTo(1);
    assertThat(err).contains("input x");
    assertThat(run("run", model, "--input", "x=" + model, "--out", folder)).isEqualTo(1);
    assertThat(err).contains("expected a .npy or a .pb file");
  }

  private static float[] numbers(int size, long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = random.nextFloat();
    }
    return numbers;
  }

  private static String record(Object id, int steps, long seed) {
    float[] x = numbers(steps * I, seed);
    StringBuilder text = new StringBuilder("{\"id\": ").append(id).append(", \"x\": [");
    for (int t = 0; t < steps; t++) {
      text.append(t == 0 ? "[" : ", [");
      for (int i = 0; i < I; i++) {
        text.append(i == 0 ? "" : ", ").append(x[t * I + i]);
      }
      text.append(']');
    }
    return text.append("]}").toString();
  }

  /** A tagger with a dynamic time axis, so that lengths may differ. */
  private Path tagger() throws IOException {
    Path file = folder.resolve("tagger.onnx");
    try (InputStream in =
        Objects.requireNonNull(CommandLineTest.class.getResourceAsStream("tagger.onnx"))) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private static String taggerRecord(int id, int steps) {
    float[] x = numbers(steps * 5, id);
    StringBuilder text = new StringBuilder("{\"id\": " + id + ", \"x\": [");
    for (int t = 0; t < steps; t++) {
      text.append(t == 0 ? "[" : ",[");
      for (int i = 0; i < 5; i++) {
        text.append(i == 0 ? "" : ",").append(x[t * 5 + i]);
      }
      text.append(']');
    }
    return text.append("]}").toString();
  }

  @Test
  void scoreKeepsOrderAndBitsWhateverTheBatch() throws IOException {
    List<String> lines = new ArrayList<>();
    Random random = new Random(3);
    for (int id = 0; id < 60; id++) {
      lines.add(taggerRecord(id, random.nextInt(9)));
    }
    Path input = Files.write(folder.resolve("in.jsonl"), lines);
    List<String> expected = null;
    for (int[] option : new int[][] {{1, 1}, {32, 2048}, {7, 11}, {2, 60}}) {
      Path output = folder.resolve("out.jsonl");
      int status =
          run(
              "score",
              tagger(),
              "--input",
              input,
              "--output",
              output,
              "--batch",
              option[0],
              "--window",
              option[1]);
      assertThat(status).as(err).isZero();
      List<String> answers = Files.readAllLines(output);
      assertThat(answers).hasSize(60);
      assertThat(expected == null ? answers : expected).isEqualTo(answers);
      expected = answers;
    }
    for (int id = 0; id < 60; id++) {
      JsonNode answer = JSON.readTree(Objects.requireNonNull(expected).get(id));
      assertThat(answer.get("id").asInt()).isEqualTo(id);
      int steps = JSON.readTree(lines.get(id)).get("x").size();
      assertThat(answer.get("outputs").get("y").size()).isEqualTo(steps);
    }
    assertThat(err).contains("60 sequences", "a second");
  }

  @Test
  void badLinesGoToASideFileAndTheRestGoesOn() throws IOException {
    Path input =
        Files.write(
            folder.resolve("in.jsonl"),
            List.of(
                record("\"a\"", 28, 1),
                "{\"id\": 1, \"x\": [[1, 2",
                record("\"b\"", 27, 2),
                "",
                "{\"id\": 2, \"x\": [[1, 2]]}",
                "[]",
                "{\"id\": 2}",
                "{\"id\": {}, \"x\": []}",
                "{\"id\": 2, \"x\": [[\"1\"]]}",
                "{\"id\": 2, \"x\": [], \"y\": 1}",
                record("null", 28, 3)));
    Path output = folder.resolve("out.jsonl");
    assertThat(run("score", model, "--input", input, "--output", output)).isEqualTo(1);
    List<String> answers = Files.readAllLines(output);
    assertThat(answers).hasSize(2);
    assertThat(answers.getFirst()).startsWith("{\"id\":\"a\",\"outputs\":{\"logits\":[");
    assertThat(answers.getLast()).startsWith("{\"id\":null,");
    List<String> errors = Files.readAllLines(folder.resolve("out.jsonl.errors.jsonl"));
    List<Long> numbers =
        errors.stream().map(line -> JSON.readTree(line).get("line").asLong()).sorted().toList();
    assertThat(numbers).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(String.join("\n", errors))
        .contains("expected 28 steps as the model declares, found 27")
        .contains("x[0]: expected 28 numbers, found 2")
        .contains("field 'x' is missing")
        .contains("unknown field 'y'")
        .contains("x[0][0]: expected a number");
    assertThat(folder.resolve("out.jsonl.part")).doesNotExist();
    assertThat(run("score", model, "--input", input, "--output", output, "--max-line", 10))
        .isEqualTo(1);
    assertThat(Files.readString(folder.resolve("out.jsonl.errors.jsonl"), StandardCharsets.UTF_8))
        .contains("longer than 10 bytes");
  }

  @Test
  void aJobThatFailsLeavesNothingBehind() throws IOException {
    Path output = folder.resolve("out.jsonl");
    assertThat(run("score", model, "--input", folder.resolve("missing"), "--output", output))
        .isEqualTo(1);
    assertThat(output).doesNotExist();
    assertThat(folder.resolve("out.jsonl.part")).doesNotExist();
  }
}
