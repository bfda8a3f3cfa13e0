package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run --stream}: files in chunks. */
class StreamedRunTest {

  private static final int BYTES = 100_000;

  @TempDir private Path folder = Path.of("");

  private String input(String name, Tensor tensor) throws IOException {
    Path file = folder.resolve(name + ".npy");
    NpyFiles.write(file, tensor);
    return name + "=" + file;
  }

  private static Tensor floats(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    Random random = new Random(tensor.size());
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = random.nextFloat() - 0.5f;
    }
    return tensor;
  }

  private CommandRun run(String out, Object... more) {
    Object[] words = new Object[more.length + 3];
    System.arraycopy(new Object[] {"run", "--out", folder.resolve(out)}, 0, words, 0, 3);
    System.arraycopy(more, 0, words, 3, more.length);
    return CommandRun.of(words);
  }

  private Tensor output(String file) throws IOException {
    return NpyFiles.read(folder.resolve(file), BYTES);
  }

  private void assertSame(String file, String other) {
    assertThat(folder.resolve(file)).hasSameBinaryContentAs(folder.resolve(other));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void chunksOfAnyLengthWriteTheFilesOfTheWhole(int chunk) throws IOException {
    Path model = CommandRun.pytorchModel("lstm_stacked_opset16");
    String x = input("x", floats(2, 7, 5));
    assertThat(run("whole", model, "--input", x).status()).isZero();
    CommandRun run = run("chunks", model, "--input", x, "--stream", "--chunk", chunk);
    assertThat(run.status()).as(run.err()).isZero();
    for (String name :
        Model.compile(OnnxImporter.read(model)).outputs().stream().map(o -> o.name()).toList()) {
      assertSame("chunks/" + name + ".npy", "whole/" + name + ".npy");
      assertThat(run.out()).contains(name + ": FLOAT32");
    }
    String chunks =
        chunk == 1
            ? "7 chunks of 1 step,"
            : chunk == 3 ? "3 chunks of 3 steps," : "1 chunk of 7 steps,";
    assertThat(run.out().strip().lines().toList().getLast())
        .startsWith("stream: " + chunks)
        .matches(".* \\d+\\.\\d microseconds a step in this run, 96 bytes of state a sequence");
  }

  @Test
  void tokensAreFedOneByOne() throws IOException {
    Path model = CommandRun.model("tokens.onnx", folder);
    String x = input("ids", Tensor.of(new long[] {3, 4, 5, 1, 2, 7}, 2, 3));
    CommandRun whole = run("whole", model, "--input", x);
    assertThat(whole.status()).as(whole.err()).isZero();
    CommandRun run = run("chunks", model, "--input", x, "--stream");
    assertThat(run.out()).as(run.err()).contains("stream: 3 chunks of 1 step");
    assertSame("chunks/last.npy", "whole/last.npy");
  }

  @Test
  void lengthsAreThoseOfTheWhole() throws IOException {
    Path model = StreamedFiles.ragged(folder.resolve("ragged.onnx"));
    String x = input("x", floats(6, 4, StreamedFiles.I));
    String lengths = input("lengths", Tensor.of(new int[] {6, 1, 0, 4}, 4));
    assertThat(run("whole", model, "--input", x, "--input", lengths).status()).isZero();
    CommandRun run =
        run("chunks", model, "--input", x, "--input", lengths, "--stream", "--chunk", 4);
    assertThat(run.status()).as(run.err()).isZero();
    assertSame("chunks/y.npy", "whole/y.npy");
  }

  @Test
  void whereNoInputHasTimeTheFirstAxisCountsCalls() throws IOException {
    Path file = StreamedFiles.voice(folder.resolve("voice.onnx"));
    Tensor calls = floats(5, 2, StreamedFiles.I);
    CommandRun run =
        run(
            "out",
            file,
            "--stream",
            "--input",
            input("input", calls),
            "--input",
            input("gain", Tensor.of(new float[] {2})));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("stream: 5 calls of 1 step,", "24 bytes of state");
    Tensor output = output("out/output.npy");
    assertThat(output.shape()).containsExactly(5, 2, StreamedFiles.H);
    assertThat(folder.resolve("out/stateN.npy")).doesNotExist();
    Session session = Model.compile(OnnxImporter.read(file)).newSession();
    Tensor state = Tensor.zeros(ElementType.FLOAT32, 2, 2, StreamedFiles.H);
    int each = 2 * StreamedFiles.H;
    for (int call = 0; call < 5; call++) {
      Tensor x = Tensor.zeros(ElementType.FLOAT32, 2, StreamedFiles.I);
      System.arraycopy(calls.floats(), call * x.size(), x.floats(), 0, x.size());
      Map<String, Tensor> answer =
          session.run(Map.of("input", x, "state", state, "gain", Tensor.of(new float[] {2})));
      float[] expected = Objects.requireNonNull(answer.get("output")).floats();
      for (int i = 0; i < each; i++) {
        assertThat(output.floats()[call * each + i]).isEqualTo(expected[i]);
      }
      state = Objects.requireNonNull(answer.get("stateN"));
    }
  }

  @Test
  void inputsThatAreStatesAreNotGiven() throws IOException {
    Path file = StreamedFiles.voice(folder.resolve("voice.onnx"));
    String state = input("state", floats(2, 1, StreamedFiles.H));
    CommandRun run = run("out", file, "--stream", "--input", state);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("state.npy: input state is a state", "carries from output stateN")
        .contains("leave it out");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void valuesThatDoNotFitAreRefusedByTheirFile() throws IOException {
    Path file = StreamedFiles.voice(folder.resolve("voice.onnx"));
    CommandRun rank = run("out", file, "--stream", "--input", input("input", floats(4, 2)));
    assertThat(rank.status()).isEqualTo(1);
    assertThat(rank.err())
        .contains("input.npy: input input: FLOAT32[N, 2]: expected 3 axes", "[4, 2]");
    assertThat(run("out", file, "--stream", "--input", input("inputs", floats(4, 1, 2))).err())
        .contains("inputs.npy: expected one of the inputs", "found inputs");
    assertThat(run("out", file, "--stream", "--chunk", 2).err())
        .contains("--chunk: expected 1", "found 2");
    assertThat(run("out", file, "--stream").err()).contains("input input", "is missing");
    String none = input("input", floats(0, 1, StreamedFiles.I));
    assertThat(run("out", file, "--stream", "--input", none).err()).contains("expected 1 call");
    Path layers = CommandRun.pytorchModel("lstm_stacked_opset16");
    String doubles = input("x", Tensor.of(new double[10], 1, 2, 5));
    assertThat(run("out", layers, "--stream", "--input", doubles).err())
        .contains("x.npy: input x", "expected FLOAT32, found FLOAT64");
  }

  @Test
  void aLayerThatReadsBackwardsIsNamed() throws IOException {
    Path model = CommandRun.pytorchModel("gru_bidirectional");
    CommandRun run = run("out", model, "--stream", "--input", input("x", floats(3, 1, 5)));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("node '/cell/GRU' (GRU) is BIDIRECTIONAL");
  }

  @Test
  void aSequenceWithoutStepsIsAnswered() throws IOException {
    Path model = StreamedFiles.mean(folder.resolve("mean.onnx"));
    String x = input("x", floats(0, 1, StreamedFiles.I));
    CommandRun run = run("out", model, "--stream", "--input", x, "--outputs", "y");
    assertThat(run.out()).as(run.err()).contains("1 chunk of 0 steps");
    assertThat(output("out/y.npy").shape()).containsExactly(0, 1, StreamedFiles.H);
  }

  @Test
  void aStateThatNothingTellsIsDeclared() throws IOException {
    Path file = StreamedFiles.cell(folder.resolve("cell.onnx"));
    String x = input("x", floats(4, 1, StreamedFiles.H));
    CommandRun without = run("out", file, "--stream", "--input", x);
    assertThat(without.status()).isEqualTo(1);
    CommandRun run = run("out", file, "--stream", "--state", "before=after", "--input", x);
    assertThat(run.status()).as(run.err()).isZero();
    Tensor y = output("out/y.npy");
    assertThat(y.shape()).containsExactly(4, 1, StreamedFiles.H);
    assertThat(y.floats()[0])
        .isEqualTo((float) Math.exp((float) Math.tanh(floats(4, 1, 3).floats()[0])), within(1e-5f));
  }

  @Test
  void optionsOfAStreamNeedOne() throws IOException {
    Path model = CommandRun.pytorchModel("lstm_stacked_opset16");
    String x = input("x", floats(1, 2, 5));
    for (String[] words :
        new String[][] {
          {"--state", "a=b"},
          {"--chunk", "2"},
          {"--stream", "--chunk", "0"},
          {"--stream", "--state", "a"}
        }) {
      Object[] more = new Object[words.length + 3];
      System.arraycopy(new Object[] {model, "--input", x}, 0, more, 0, 3);
      System.arraycopy(words, 0, more, 3, words.length);
      CommandRun run = run("out", more);
      assertThat(run.status()).as(String.join(" ", words)).isEqualTo(2);
      assertThat(run.err()).contains(words[words.length - 2]);
    }
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
