package dev.vecurrent.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class SamplerOptionsTest {

  private static final float[] LOGITS = {0, 1, 2, 1.9f, 1.8f};

  @Command
  private static final class Drawn {
    @Mixin private SamplerOptions options = new SamplerOptions();
  }

  private static SamplerOptions of(String... args) {
    Drawn drawn = new Drawn();
    new CommandLine(drawn).parseArgs(args);
    return drawn.options;
  }

  private static int[] drawn(Sampler sampler) {
    return IntStream.range(0, 50).map(i -> sampler.next(LOGITS)).toArray();
  }

  @Test
  void theLikeliestIsTakenWhereNothingAsksForMore() {
    assertThat(drawn(of().sampler(0, 1))).containsOnly(2);
    assertThat(drawn(of("--seed", "7", "--temperature", "0").sampler(0, 1))).containsOnly(2);
    assertThat(drawn(of("--seed", "7", "--top", "1").sampler(0, 1))).containsOnly(2);
  }

  @Test
  void aSeedDraws() {
    int[] seven = drawn(of("--seed", "7").sampler(0, 1));
    assertThat(seven).contains(2, 3).isEqualTo(drawn(new Sampler(0.8, 20, 7)));
    assertThat(drawn(of("--seed", "6").sampler(1, 2))).isEqualTo(seven);
  }

  @Test
  void severalTextsDiffer() {
    SamplerOptions none = of();
    assertThat(drawn(none.sampler(0, 2))).isNotEqualTo(drawn(none.sampler(1, 2)));
  }

  @Test
  void wrongOptionsAreNamed() {
    assertThatThrownBy(() -> of("--top", "0").sampler(0, 1))
        .isInstanceOf(ParameterException.class)
        .hasMessageStartingWith("--top: expected 1 to 1,000,000");
    assertThatThrownBy(() -> of("--temperature", "-1").sampler(0, 1))
        .hasMessageStartingWith("--temperature: expected 0 to 1000");
  }
}
