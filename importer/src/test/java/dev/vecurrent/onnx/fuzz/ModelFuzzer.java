package dev.vecurrent.onnx.fuzz;

import dev.vecurrent.testing.FuzzBytes;
import dev.vecurrent.testing.FuzzCase;
import java.util.Arrays;
import java.util.Random;

/**
 * Bytes of a model file as they are: the importer, then what a model runs through that it takes.
 */
public final class ModelFuzzer {

  private static final int CHOICES = 64;

  private ModelFuzzer() {}

  /** Entered by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzCase.run("model", data, () -> ModelCase.run(data, choices(data)));
  }

  /** Sizes of inputs are drawn from the file, so that a corpus of plain model files repeats. */
  private static FuzzBytes choices(byte[] data) {
    byte[] choices = new byte[CHOICES];
    new Random(Arrays.hashCode(data)).nextBytes(choices);
    return new FuzzBytes(choices);
  }
}
