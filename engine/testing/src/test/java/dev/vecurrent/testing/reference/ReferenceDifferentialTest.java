package dev.vecurrent.testing.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.testing.CaseRegion;
import dev.vecurrent.testing.LayerEngine;
import dev.vecurrent.testing.RecurrentCase;
import dev.vecurrent.testing.RecurrentCases;
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.TestKernels;
import dev.vecurrent.testing.WorstError;
import org.junit.jupiter.api.Test;

/** The engine against the equations in double, over the whole space of attributes. */
class ReferenceDifferentialTest {

  private static final int CASES = 5_000;
  private static final double FLOAT32_BOUND = 1e-5;
  private static final double FLOAT64_BOUND = 1e-13;

  @Test
  void agreesWithTheEquations() {
    long seed = Seeds.of(ReferenceDifferentialTest.class);
    LayerEngine constant = new LayerEngine(TestKernels.best(), true);
    LayerEngine given = new LayerEngine(TestKernels.best(), false);
    WorstError single = new WorstError("float32 engine - reference");
    WorstError twice = new WorstError("float64 engine - reference");
    Seeds.cases(seed, CASES)
        .forEach(caseSeed -> {
          RecurrentCase one = RecurrentCases.draw(caseSeed, CaseRegion.EVERYTHING);
          LayerEngine engine = caseSeed % 2 == 0 ? constant : given;
          double error = engine.run(one).maxError(one);
          (one.type() == ElementType.FLOAT32 ? single : twice).see(error, one);
        });
    System.out.println(single);
    System.out.println(twice);
    assertThat(single.error()).as(single.toString()).isLessThanOrEqualTo(FLOAT32_BOUND);
    assertThat(twice.error()).as(twice.toString()).isLessThanOrEqualTo(FLOAT64_BOUND);
  }
}
