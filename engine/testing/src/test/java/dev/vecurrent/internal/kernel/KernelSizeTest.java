package dev.vecurrent.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * C2 never inlines a method of more than 325 bytecodes ({@code FreqInlineSize}). Kernels with
 * vector operations rely on that: too many in one compiled method, and inlining stops in the middle
 * of them and vectors are boxed. Only private helpers of a few operations are shorter.
 */
class KernelSizeTest {

  private static final int FREQ_INLINE_SIZE = 325;
  private static final int HELPER = 40;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AlignedRow",
        "VectorActivation",
        "VectorBfloat16Product",
        "VectorImageProduct",
        "VectorElementary",
        "VectorFunction",
        "VectorEpilogue",
        "VectorKernels",
        "VectorProduct",
        "VectorTiles"
      })
  void methodsWithVectorsAreCompiledByThemselves(String type) throws IOException {
    for (MethodModel method : methods(type)) {
      CodeAttribute code = method.findAttribute(Attributes.code()).orElseThrow();
      boolean helper =
          code.codeLength() <= HELPER && method.flags().has(java.lang.reflect.AccessFlag.PRIVATE);
      if (usesVectors(code) && !helper) {
        assertThat(code.codeLength())
            .as("bytecodes of %s.%s", type, method.methodName())
            .isGreaterThan(FREQ_INLINE_SIZE);
      }
    }
  }

  @Test
  void allClassesWithVectorsAreLookedAt() throws IOException {
    assertThat(methods("VectorTiles").stream().filter(KernelSizeTest::usesVectors)).hasSize(5);
    assertThat(methods("VectorImageProduct").stream().filter(KernelSizeTest::usesVectors))
        .hasSize(3);
    assertThat(methods("VectorBfloat16Product").stream().filter(KernelSizeTest::usesVectors))
        .hasSize(2);
    assertThat(methods("AlignedRow").stream().filter(KernelSizeTest::usesVectors)).hasSize(1);
  }

  private static boolean usesVectors(MethodModel method) {
    return method.findAttribute(Attributes.code()).map(KernelSizeTest::usesVectors).orElse(false);
  }

  private static boolean usesVectors(CodeAttribute code) {
    return code.elementStream()
        .anyMatch(element ->
            element instanceof InvokeInstruction call
                && call.owner().asInternalName().startsWith("jdk/incubator/vector/")
                && !call.name().equalsString("length")
                && !call.name().equalsString("vectorBitSize")
                && !call.name().equalsString("loopBound"));
  }

  private static List<MethodModel> methods(String type) throws IOException {
    try (InputStream file = VectorTiles.class.getResourceAsStream(type + ".class")) {
      assertThat(file).isNotNull();
      List<MethodModel> methods = new ArrayList<>();
      ClassFile.of().parse(file.readAllBytes()).methods().stream()
          .filter(method -> method.findAttribute(Attributes.code()).isPresent())
          .filter(method -> !method.methodName().equalsString("<clinit>"))
          .forEach(methods::add);
      return methods;
    }
  }
}
