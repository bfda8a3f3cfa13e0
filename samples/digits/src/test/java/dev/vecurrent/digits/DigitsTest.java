package dev.vecurrent.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DigitsTest {

  @Test
  void atLeastNinetySevenPercentOfHeldBackDigitsAreRight() throws IOException {
    Digits digits = Digits.heldBack();
    assertThat(digits.count()).isGreaterThanOrEqualTo(1000);
    int[][] confusion = new DigitsDemo(DigitsDemo.bundledModel(), digits).confusion();
    assertThat(DigitsDemo.accuracy(confusion)).isGreaterThanOrEqualTo(0.97);
  }

  @Test
  void logitsAreThoseOfPyTorch() throws IOException, URISyntaxException {
    Path file =
        Path.of(Objects.requireNonNull(DigitsTest.class.getResource("pytorch-logits.npy")).toURI());
    Tensor expected = NpyFiles.read(file, 1 << 20);
    assertThat(expected.shape()).containsExactly(64, 10);
    float[] logits = new DigitsDemo(DigitsDemo.bundledModel(), Digits.heldBack()).logits();
    for (int i = 0; i < expected.size(); i++) {
      float truth = expected.floats()[i];
      assertThat(logits[i]).isCloseTo(truth, within(1e-5f + 1e-4f * Math.abs(truth)));
    }
  }

  @Test
  void printsAccuracyConfusionSpeedAndPlan() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      new DigitsDemo(DigitsDemo.bundledModel(), Digits.heldBack()).print(out);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("% right", "taken for", "sequences a second", "LSTM forward float32");
  }
}
