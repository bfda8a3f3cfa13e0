package dev.vecurrent.onnx.fuzz;

import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxTensors;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.testing.Allowed;
import dev.vecurrent.testing.FuzzCase;
import java.io.IOException;
import java.util.List;

/** Bytes of a {@code .pb} file: as a tensor, as sequences and as optional values. */
public final class TensorFuzzer {

  private static final ImportLimits LIMITS =
      ImportLimits.defaults()
          .withFileBytes(1 << 20)
          .withFields(50_000)
          .withTensors(500)
          .withTensorBytes(16 << 20);

  private static final List<ElementType> TYPES =
      List.of(ElementType.FLOAT32, ElementType.INT64, ElementType.STRING);

  private TensorFuzzer() {}

  /** Entered by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzCase.runFile(
        "pb",
        data,
        file -> {
          attempt(() -> OnnxTensors.read(file, LIMITS));
          for (ElementType type : TYPES) {
            attempt(() -> OnnxTensors.readSequence(file, type, LIMITS));
            attempt(() -> OnnxTensors.readOptional(file, type, true, LIMITS));
            attempt(() -> OnnxTensors.readOptional(file, type, false, LIMITS));
          }
        });
  }

  private static void attempt(FuzzCase.Body reading) throws IOException {
    try {
      reading.run();
    } catch (RuntimeException e) {
      if (!Allowed.is(e)) {
        throw e;
      }
    }
  }
}
