package dev.vecurrent.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * C2 never inlines a method of more than 325 bytecodes ({@code FreqInlineSize}). Kernels with many
 * vector operations rely on that: two in one compiled method exceed the number of nodes at which
 * inlining stops, and vectors are boxed from there on.
 */
class KernelSizeTest {

  private static final int FREQ_INLINE_SIZE = 325;

  @ParameterizedTest
  @CsvSource({
    "AlignedRow, multiply",
    "VectorActivation, sigmoid",
    "VectorActivation, tanh",
    "VectorElementary, elu",
    "VectorElementary, erf",
    "VectorElementary, exp",
    "VectorElementary, log",
    "VectorTiles, row",
    "VectorTiles, rows",
    "VectorTiles, tile4x2",
    "VectorTiles, tile6x2",
    "VectorTiles, tile8x2"
  })
  void isCompiledByItself(String type, String method) throws IOException {
    assertThat(codeLength(type, method)).isGreaterThan(FREQ_INLINE_SIZE);
  }

  private static int codeLength(String type, String method) throws IOException {
    try (InputStream file = VectorTiles.class.getResourceAsStream(type + ".class")) {
      assertThat(file).isNotNull();
      ClassModel model = ClassFile.of().parse(file.readAllBytes());
      List<MethodModel> methods =
          model.methods().stream().filter(m -> m.methodName().equalsString(method)).toList();
      assertThat(methods).hasSize(1);
      return methods.getFirst().findAttribute(Attributes.code()).stream()
          .mapToInt(CodeAttribute::codeLength)
          .sum();
    }
  }
}
