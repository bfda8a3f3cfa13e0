package dev.vecurrent.onnx.fuzz;

import dev.vecurrent.testing.FuzzBytes;
import dev.vecurrent.testing.FuzzCase;
import java.util.Arrays;

/**
 * Models that hold together, bent by the bytes; see {@link BentModel}. Few of them fail before they
 * reach an operator, unlike those of {@link ModelFuzzer}.
 */
public final class GraphFuzzer {

  /** Bytes in front that choose inputs and sizes; the rest make the model. */
  private static final int CHOICES = 16;

  private GraphFuzzer() {}

  /** Entered by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    byte[] choices = Arrays.copyOf(data, Math.min(CHOICES, data.length));
    byte[] rest = Arrays.copyOfRange(data, choices.length, data.length);
    FuzzCase.run("graph", data, () -> ModelCase.run(model(rest), new FuzzBytes(choices)));
  }

  private static byte[] model(byte[] bytes) {
    return BentModel.of(new FuzzBytes(bytes)).toByteArray();
  }
}
