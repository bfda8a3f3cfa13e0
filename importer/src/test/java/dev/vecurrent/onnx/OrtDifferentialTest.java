package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.testing.CaseRegion;
import dev.vecurrent.testing.Engine;
import dev.vecurrent.testing.RecurrentCase;
import dev.vecurrent.testing.RecurrentCases;
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.WorstError;
import org.junit.jupiter.api.Test;

/**
 * Importer and engine, and the reference, against ONNX Runtime, over what ONNX Runtime computes.
 */
class OrtDifferentialTest {

  private static final int CASES = 5_000;
  private static final double BOUND = 1e-5;

  @Test
  void agreesWithOnnxRuntime() {
    long seed = Seeds.of(OrtDifferentialTest.class);
    Engine runtime = new OnnxRuntimeEngine();
    Engine engine = new ModelEngine();
    WorstError ofEngine = new WorstError("engine - ONNX Runtime");
    WorstError ofReference = new WorstError("reference - ONNX Runtime");
    Seeds.cases(seed, CASES)
        .forEach(caseSeed -> {
          RecurrentCase one = RecurrentCases.draw(caseSeed, CaseRegion.ONNX_RUNTIME);
          var expected = runtime.run(one);
          ofReference.see(expected.maxError(one), one);
          ofEngine.see(engine.run(one).maxError(expected), one);
        });
    System.out.println(ofReference);
    System.out.println(ofEngine);
    assertThat(ofReference.error()).as(ofReference.toString()).isLessThanOrEqualTo(BOUND);
    assertThat(ofEngine.error()).as(ofEngine.toString()).isLessThanOrEqualTo(BOUND);
  }
}
