package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elements of 4 bits, two in a byte of a file, wherever in the file that byte is. */
class FourBitTensorsTest {

  @Test
  void elementsFromAFileKeepTheirOrder(@TempDir Path folder) throws IOException {
    for (ElementType type : new ElementType[] {ElementType.INT4, ElementType.UINT4}) {
      byte[] elements = {7, 3, 0, 1, 5};
      Path file = folder.resolve(type + ".pb");
      OnnxTensors.write(file, "x", Tensor.of(type, elements, 5));
      Tensor read = OnnxTensors.read(file, ImportLimits.defaults()).tensor();
      assertThat(read.type()).isEqualTo(type);
      assertThat(read.bytes()).containsExactly(elements);
    }
  }
}
