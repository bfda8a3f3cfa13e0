package dev.vecurrent.onnx;

import static dev.vecurrent.onnx.Bodies.compile;
import static dev.vecurrent.onnx.Protos.integer;
import static dev.vecurrent.onnx.Protos.model;
import static dev.vecurrent.onnx.Protos.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Forms of ai.onnx.ml that ONNX allows and ONNX Runtime has no code for. */
class MlTest {

  private static AttributeProto floats(String name, float... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
    for (float value : values) {
      attribute.addFloats(value);
    }
    return attribute.build();
  }

  private static Tensor run(ElementType to, Tensor x, String operator, AttributeProto... given) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setDomain("ai.onnx.ml")
            .addInput("x")
            .addOutput("y");
    for (AttributeProto attribute : given) {
      node.addAttribute(attribute);
    }
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Bodies.value("x", x.type().onnxNumber()))
            .addOutput(Bodies.value("y", to.onnxNumber()))
            .addNode(node);
    return compile(
            model(graph, 17)
                .addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3)))
        .newSession()
        .run(Map.of("x", x))
        .get("y");
  }

  @Test
  void integersAndDoublesAreComparedWithoutRounding() {
    AttributeProto threshold = number("threshold", 1.5f);
    assertThat(
            run(ElementType.INT32, Tensor.of(new int[] {1, 2}, 2), "Binarizer", threshold).ints())
        .containsExactly(0, 1);
    long large = (1L << 53) + 1;
    AttributeProto limit = number("threshold", 0x1p53f);
    Tensor x = Tensor.of(new long[] {large - 1, large, Long.MIN_VALUE}, 3);
    assertThat(run(ElementType.INT64, x, "Binarizer", limit).longs()).containsExactly(0, 1, 0);
    Tensor y = Tensor.of(new double[] {1.5, 1.5000000000000002, Double.NaN}, 3);
    assertThat(run(ElementType.FLOAT64, y, "Binarizer", threshold).doubles())
        .containsExactly(0, 1, 0);
  }

  @Test
  void numbersOfOtherTypesAreImputed() {
    Tensor x = Tensor.of(new double[] {1, Double.NaN, Double.NaN, 4}, 2, 2);
    AttributeProto values = floats("imputed_value_floats", 7, 8);
    AttributeProto replaced = number("replaced_value_float", Float.NaN);
    assertThat(run(ElementType.FLOAT64, x, "Imputer", values, replaced).doubles())
        .containsExactly(1, 8, 7, 4);
    AttributeProto whole = Protos.ints("imputed_value_int64s", 1L << 40);
    assertThatThrownBy(() -> run(ElementType.INT32, Tensor.of(new int[2], 2), "Imputer", whole))
        .hasMessageContaining("which no INT32 is");
  }

  @Test
  void categoriesOfOtherTypesAreTruncated() {
    AttributeProto categories = Protos.ints("cats_int64s", 1, 2);
    assertThat(
            run(ElementType.FLOAT32, Tensor.of(new int[] {2, 3}, 2), "OneHotEncoder", categories)
                .floats())
        .containsExactly(0, 1, 0, 0);
    Tensor x = Tensor.of(new float[] {1.9f, Float.NaN, Float.POSITIVE_INFINITY}, 3);
    assertThat(run(ElementType.FLOAT32, x, "OneHotEncoder", categories).floats())
        .containsExactly(1, 0, 0, 0, 0, 0);
  }

  @Test
  void featuresAreThoseOfTheLastAxis() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
    AttributeProto offset = floats("offset", 1, 2, 3);
    AttributeProto scale = floats("scale", 1, 10, 100);
    assertThat(run(ElementType.FLOAT32, x, "Scaler", offset, scale).floats())
        .containsExactly(0, 0, 0, 3, 30, 300);
    assertThat(run(ElementType.FLOAT32, x, "Scaler", floats("scale", 2)).floats())
        .containsExactly(2, 4, 6, 8, 10, 12);
    assertThatThrownBy(() -> run(ElementType.FLOAT32, x, "Scaler", floats("scale", 1, 2)))
        .hasMessageContaining("offset has 2 values");
  }

  @Test
  void unknownAttributesAreRefused() {
    assertThatThrownBy(
            () -> run(ElementType.FLOAT32, Tensor.of(new float[1], 1), "Scaler", integer("n", 1)))
        .hasMessageContaining("attribute is not known");
  }
}
