package dev.vecurrent.bench.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartUpOptionsTest {

  private static final Path OUT = Path.of("out.json");

  @Test
  void defaults() {
    assertThat(StartUpOptions.parse(List.of(), OUT))
        .isEqualTo(new StartUpOptions(10, 3, 8, 3, 28, StartUpOptions.ENGINES, OUT));
  }

  @Test
  void everyOption() {
    String words =
        "--runs 2 --curves 0 --seconds 5 --training 1 --steps 7 --engines onnxruntime,vecurrent"
            + " --out x/y.json";
    assertThat(StartUpOptions.parse(List.of(words.split(" ")), OUT))
        .isEqualTo(
            new StartUpOptions(
                2, 0, 5, 1, 7, List.of("onnxruntime", "vecurrent"), Path.of("x/y.json")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--runs",
        "--runs -1",
        "--runs two",
        "--speed 3",
        "--engines torch",
        "--steps 9999999"
      })
  void whatIsWrongIsSaidWithTheUsage(String words) {
    assertThatThrownBy(() -> StartUpOptions.parse(List.of(words.split(" ")), OUT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words.split(" ")[words.contains("torch") ? 1 : 0])
        .hasMessageContaining("usage: bench startup");
  }
}
