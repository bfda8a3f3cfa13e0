package dev.vecurrent.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.bench.contender.Contender;
import dev.vecurrent.bench.contender.Contenders;
import dev.vecurrent.bench.contender.Network;
import dev.vecurrent.bench.shape.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The states are where the benchmark wants them. */
class DenormalNetworksTest {

  @Test
  void statesStayDenormalToTheLastStep() {
    for (String cell : List.of("lstm", "gru")) {
      Shape shape = new Shape(cell, 24, 2, 100);
      float[] y = answer("onnxruntime", DenormalNetworks.decaying(shape));
      int denormal = 0;
      for (float h : y) {
        assertThat(Math.abs(h)).isLessThanOrEqualTo(1.2e-38f);
        denormal += h != 0 && Math.abs(h) < Float.MIN_NORMAL ? 1 : 0;
      }
      assertThat(denormal).as(cell).isGreaterThan(y.length / 2);
    }
  }

  @Test
  void enginesAgreeOnAllOfThem() {
    for (String cell : List.of("lstm", "gru")) {
      Shape shape = new Shape(cell, 20, 3, 7);
      for (Network network :
          List.of(
              DenormalNetworks.normal(shape),
              DenormalNetworks.decaying(shape),
              DenormalNetworks.tiny(shape))) {
        assertThat(answer("vecurrent", network))
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(answer("onnxruntime", network));
      }
    }
  }

  @Test
  void tinyWeightsAreDenormal() {
    Network tiny = DenormalNetworks.tiny(new Shape("gru", 8, 1, 1));
    for (float weight : tiny.layers().getFirst().r()) {
      assertThat(Math.abs(weight)).isBetween(Float.MIN_VALUE, Float.MIN_NORMAL);
    }
    assertThatThrownBy(() -> DenormalNetworks.decaying(new Shape("rnn", 8, 1, 1)))
        .hasMessageContaining("rnn");
  }

  private static float[] answer(String engine, Network network) {
    try (Contender contender = Contenders.open(engine, 1, network)) {
      contender.run();
      return contender.output().clone();
    }
  }
}
