package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ConstantFill and GivenTensorFill in every form that old exporters wrote, against their text: no
 * runtime of today has them.
 */
class FillTest {

  private static final int ROUNDS = 200;
  private static final ElementType[] TYPES = {
    ElementType.FLOAT32, ElementType.INT32, ElementType.INT64, ElementType.BOOL
  };

  /** A drawn node and what it must make. */
  private record Drawn(OneNode node, Tensor expected) {}

  @ParameterizedTest
  @ValueSource(strings = {"ConstantFill", "GivenTensorFill"})
  void fillsAsItsTextSays(String operator) {
    long seed = Seeds.of(FillTest.class);
    for (int round = 0; round < ROUNDS; round++) {
      OneNode node = new OneNode(Seeds.random(seed * 31 + operator.hashCode() + round), operator);
      Drawn drawn = draw(node, operator.equals("ConstantFill"));
      for (OneNode.Form form : OneNode.Form.values()) {
        byte[] file = node.model(form);
        Session session =
            Model.compile(OnnxImporter.read(file, "node", ImportLimits.defaults())).newSession();
        Tensor found = session.run(node.given(form)).get("o0");
        assertThat(Check.difference(found, drawn.expected, 0))
            .as("round " + round + ", " + form + ": " + node)
            .isEmpty();
      }
    }
  }

  private static Drawn draw(OneNode node, boolean constant) {
    node.opset(1, 6, 7, 8, 9);
    int[] shape = node.shape(1, 4, true);
    boolean input = node.oneIn(2);
    if (!input) {
      node.attribute(Attribute.integers("shape", longs(shape)));
    } else {
      int extra = node.between(0, shape.length - 1);
      int[] first = Arrays.copyOf(shape, shape.length - extra);
      if (extra > 0) {
        int[] rest = Arrays.copyOfRange(shape, first.length, shape.length);
        node.attribute(Attribute.integers("extra_shape", longs(rest)));
      }
      if (node.oneIn(2)) {
        node.integer("input_as_shape", 1);
        node.vector(longs(first));
      } else {
        node.data(ElementType.FLOAT32, first);
      }
    }
    Tensor expected = constant ? constant(node, shape) : listed(node, shape);
    node.output(expected.type());
    return new Drawn(node, expected);
  }

  private static Tensor constant(OneNode node, int[] shape) {
    ElementType type = node.type(TYPES);
    float value = node.oneIn(4) ? 0 : node.between(-3, 3);
    if (type != ElementType.FLOAT32 || node.oneIn(2)) {
      node.integer("dtype", type.onnxNumber());
    }
    if (value != 0 || node.oneIn(2)) {
      node.attribute(Attribute.number("value", value));
    }
    Tensor expected = Tensor.zeros(type, shape);
    for (int i = 0; i < expected.size(); i++) {
      switch (type) {
        case FLOAT32 -> expected.floats()[i] = value;
        case INT32 -> expected.ints()[i] = (int) value;
        case INT64 -> expected.longs()[i] = (long) value;
        default -> expected.booleans()[i] = value != 0;
      }
    }
    return expected;
  }

  private static Tensor listed(OneNode node, int[] shape) {
    Tensor expected = Domain.ANY.draw(node.random(), ElementType.FLOAT32, shape);
    node.attribute(Attribute.numbers("values", Arrays.copyOf(expected.floats(), expected.size())));
    return expected;
  }

  private static long[] longs(int[] ints) {
    return Arrays.stream(ints).asLongStream().toArray();
  }
}
