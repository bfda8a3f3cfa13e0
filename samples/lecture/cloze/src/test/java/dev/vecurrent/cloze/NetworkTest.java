package dev.vecurrent.cloze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  private static final int SIZE = 10_000;

  /** Of the log-probabilities, every 37th is kept. */
  private static final int KEPT = 37;

  private static Tensor read(String name) throws IOException, URISyntaxException {
    return NpyFiles.read(
        Path.of(Objects.requireNonNull(NetworkTest.class.getResource(name)).toURI()), 1 << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloze", "forward"})
  void logProbabilitiesAreThoseOfPyTorch(String name) throws IOException, URISyntaxException {
    Network network = Models.network(name);
    for (int i = 0; i < 8; i++) {
      long[] ids = read("%s-%d-tokens.npy".formatted(name, i)).longs();
      int[] tokens = Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
      Tensor expected = read("%s-%d-expected.npy".formatted(name, i));
      float[] actual = network.logProbabilities(tokens);
      int columns = (SIZE + KEPT - 1) / KEPT;
      assertThat(expected.shape()).containsExactly(1, tokens.length - 2, columns);
      float largest = 0;
      for (float value : expected.floats()) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int k = 0; k < expected.size(); k++) {
        float value = actual[k / columns * SIZE + k % columns * KEPT];
        assertThat(value)
            .as("%s %d", name, i)
            .isCloseTo(expected.floats()[k], within(1e-5f * largest));
      }
    }
  }

  @Test
  void probabilitiesOfAPlaceAddUpAndDoNotDependOnItsWord() throws IOException {
    Network network = Models.network("cloze");
    int[] tokens = Models.tokens(network, "He took off his shoes and went to bed.");
    float[] before = Arrays.copyOfRange(network.logProbabilities(tokens), 4 * SIZE, 5 * SIZE);
    double sum = 0;
    for (float value : before) {
      sum += StrictMath.exp(value);
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
    tokens[5] = network.ids("kingdom")[0];
    assertThat(Arrays.copyOfRange(network.logProbabilities(tokens), 4 * SIZE, 5 * SIZE))
        .isEqualTo(before);
  }

  @Test
  void aTextWithoutAKnownWordHasTheScoreOfChance() throws IOException {
    Network network = Models.network("cloze");
    int unknown = network.token(Vocabulary.UNKNOWN)[0];
    int[] tokens = Models.tokens(network, "\u6211 \u4eec");
    assertThat(Arrays.copyOfRange(tokens, 1, 3)).containsExactly(unknown, unknown);
    assertThat(network.mean(tokens, 1, 3)).isEqualTo(-StrictMath.log(SIZE));
    assertThat(network.mean(Models.tokens(network, "the the"), 2, 2))
        .isEqualTo(-StrictMath.log(SIZE));
  }

  @Test
  void anotherVocabularyIsRefused() throws IOException {
    Network network =
        new Network(
            ModelOptions.bundled(Main.class, "forward.onnx"),
            new Vocabulary(List.of("<pad>", "<unk>", "<s>", "</s>")));
    assertThatThrownBy(() -> network.logProbabilities(new int[] {2, 1, 1, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("output of the model: expected FLOAT32[1, 2, 4], found");
  }
}
