package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Powers whose base and exponent have any two types: against ONNX Runtime where it has code for
 * them, else against {@link StrictMath#pow}.
 */
class PowDifferentialTest {

  private static final int ROUNDS = 20;

  /** Of floats, relative; powers of integers are exact. */
  private static final double TOLERANCE = 1e-5;

  private static final List<ElementType> RUNTIME =
      List.of(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT32, ElementType.INT64);

  private static final List<ElementType> EXPONENTS =
      List.of(
          ElementType.FLOAT32,
          ElementType.FLOAT64,
          ElementType.INT32,
          ElementType.INT64,
          ElementType.INT8,
          ElementType.UINT8,
          ElementType.INT16,
          ElementType.UINT16,
          ElementType.UINT32,
          ElementType.UINT64);

  private static final int[][][] SHAPES = {
    {{2, 3}, {3}},
    {{2, 3}, {}},
    {{2, 3}, {2, 3}},
    {{}, {2, 3}},
    {{2, 1}, {3}},
    {{3}, {2, 3}},
    {{0, 3}, {3}},
    {{2, 3, 1500}, {3, 1}},
    {{1}, {1, 1}}
  };

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"FLOAT32", "FLOAT64", "INT32", "INT64"})
  void theResultHasTheTypeOfTheBase(ElementType base) throws OrtException {
    long seed = Seeds.of(PowDifferentialTest.class);
    for (ElementType exponent : EXPONENTS) {
      for (int round = 0; round < ROUNDS; round++) {
        OneNode node = new OneNode(Seeds.random(seed * 31 + round), "Pow");
        node.opset(12, 13, 15);
        int[][] shapes = SHAPES[node.between(0, SHAPES.length - 1)];
        Tensor x = node.data(drawn(node, base, false, shapes[0]));
        Tensor y = node.parameter(drawn(node, exponent, true, shapes[1]));
        node.output(base);
        Map<String, Tensor> expected =
            RUNTIME.contains(exponent)
                ? OnnxRuntime.run(node.model(OneNode.Form.GIVEN), node.given(OneNode.Form.GIVEN))
                : Map.of("o0", reference(x, y));
        for (OneNode.Form form : OneNode.Form.values()) {
          compare(node, form, expected, base + " to " + exponent + ", " + form + ": " + node);
        }
      }
    }
  }

  private static void compare(
      OneNode node, OneNode.Form form, Map<String, Tensor> expected, String what) {
    Session session =
        Model.compile(OnnxImporter.read(node.model(form), "node", ImportLimits.defaults()))
            .newSession();
    for (int call = 0; call < 2; call++) {
      Tensor found = Objects.requireNonNull(session.run(node.given(form)).get("o0"));
      assertThat(Check.difference(found, Objects.requireNonNull(expected.get("o0")), TOLERANCE))
          .as(what)
          .isEmpty();
    }
  }

  /** Small enough that powers of integers are exact in double. */
  private static Tensor drawn(OneNode node, ElementType type, boolean exponent, int... shape) {
    Tensor tensor = Tensor.zeros(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      int whole = exponent ? node.between(0, 4) : node.between(1, 6);
      set(tensor, i, type.isFloatingPoint() && !exponent ? whole * 0.5 : whole);
    }
    return tensor;
  }

  private static void set(Tensor tensor, int i, double value) {
    switch (tensor.storage()) {
      case float[] floats -> floats[i] = (float) value;
      case double[] doubles -> doubles[i] = value;
      case long[] longs -> longs[i] = (long) value;
      case int[] ints -> ints[i] = (int) value;
      case short[] shorts -> shorts[i] = (short) value;
      case byte[] bytes -> bytes[i] = (byte) value;
      default -> throw new IllegalArgumentException(tensor.toString());
    }
  }

  private static double get(Tensor tensor, int i) {
    return switch (tensor.storage()) {
      case float[] floats -> floats[i];
      case double[] doubles -> doubles[i];
      case long[] longs -> longs[i];
      case int[] ints -> ints[i];
      case short[] shorts -> shorts[i];
      case byte[] bytes -> bytes[i];
      default -> throw new IllegalArgumentException(tensor.toString());
    };
  }

  private static Tensor reference(Tensor x, Tensor y) {
    int rank = Math.max(x.rank(), y.rank());
    int[] shape = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int dx = dim(x, axis, rank);
      shape[axis] = dx == 1 ? dim(y, axis, rank) : dx;
    }
    Tensor out = Tensor.zeros(x.type(), shape);
    for (int i = 0; i < out.size(); i++) {
      set(out, i, StrictMath.pow(get(x, place(x, out, i)), get(y, place(y, out, i))));
    }
    return out;
  }

  private static int dim(Tensor tensor, int axis, int rank) {
    int own = axis - rank + tensor.rank();
    return own < 0 ? 1 : tensor.dim(own);
  }

  private static int place(Tensor tensor, Tensor out, int index) {
    int rest = index;
    int place = 0;
    int stride = 1;
    for (int axis = out.rank() - 1; axis >= 0; axis--) {
      int dim = dim(tensor, axis, out.rank());
      place += dim == 1 ? 0 : rest % out.dim(axis) * stride;
      stride *= dim;
      rest /= out.dim(axis);
    }
    return place;
  }
}
