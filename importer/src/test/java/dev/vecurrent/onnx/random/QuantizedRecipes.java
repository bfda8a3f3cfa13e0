package dev.vecurrent.onnx.random;

import static dev.vecurrent.onnx.random.Need.FLOATS;

import dev.vecurrent.internal.op.quant.QuantOperators;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Quantised operators, of values whose bits are the same in every engine. */
final class QuantizedRecipes {

  private QuantizedRecipes() {}

  static List<Recipe> all() {
    return List.of(
        Recipe.since(10, "QuantizeLinear", draft -> quantised(draft, 0, 4)),
        Recipe.since(10, "DequantizeLinear", QuantizedRecipes::dequantised),
        Recipe.since(11, "DynamicQuantizeLinear", QuantizedRecipes::dynamic),
        Recipe.since(10, "MatMulInteger", draft -> product(draft, false)),
        Recipe.since(10, "QLinearMatMul", draft -> product(draft, true)),
        Recipe.since(10, "ConvInteger", draft -> conv(draft, false)),
        Recipe.since(10, "QLinearConv", draft -> conv(draft, true)));
  }

  /** Operators of another domain, which random graphs do not import. */
  static Map<String, String> without() {
    Map<String, String> without = new TreeMap<>();
    for (String name : QuantOperators.NAMES) {
      if (name.startsWith("com.microsoft.")) {
        without.put(name, "compared alone, in QuantizedDifferentialTest");
      }
    }
    return without;
  }

  private static Value scale(Draft draft) {
    return draft.argument(Tensor.of(new float[] {draft.oneOf(0.05f, 0.125f, 0.03f)}));
  }

  private static Value zero(Draft draft) {
    byte zero = (byte) draft.between(0, 255);
    return draft.constant(Tensor.of(ElementType.UINT8, new byte[] {zero}));
  }

  private static Value quantised(Draft draft, int least, int most) {
    Value x = draft.pick(FLOATS.rank(least, most).precisely());
    List<Value> inputs = List.of(x, scale(draft), zero(draft));
    return draft.add("QuantizeLinear", inputs, List.of(ElementType.UINT8), true).getFirst();
  }

  private static void dequantised(Draft draft) {
    List<Value> inputs = List.of(quantised(draft, 0, 4), scale(draft), zero(draft));
    draft.add("DequantizeLinear", inputs, List.of(ElementType.FLOAT32), true);
  }

  private static void dynamic(Draft draft) {
    Value x = draft.pick(FLOATS.rank(0, 4).precisely());
    List<ElementType> types = List.of(ElementType.UINT8, ElementType.FLOAT32, ElementType.UINT8);
    draft.add("DynamicQuantizeLinear", List.of(x), types, true);
  }

  /** Weights of 7 bits. */
  private static Value weights(Draft draft, int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.INT8, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.bytes()[i] = (byte) draft.between(-64, 63);
    }
    return draft.constant(tensor);
  }

  private static void product(Draft draft, boolean requantised) {
    Value a = quantised(draft, 2, 4);
    Value b = weights(draft, a.dim(a.rank() - 1), draft.oneOf(1, 3, 8));
    add(draft, requantised ? "QLinearMatMul" : "MatMulInteger", requantised, a, b);
  }

  private static void conv(Draft draft, boolean requantised) {
    Value x = quantised(draft, 3, 4);
    int[] shape = x.tensor().shape();
    shape[0] = draft.between(1, 4);
    for (int axis = 2; axis < shape.length; axis++) {
      shape[axis] = draft.between(1, Math.min(3, shape[axis]));
    }
    Value w = weights(draft, shape);
    if (!requantised) {
      // ONNX Runtime has ConvInteger of UINT8 only.
      byte[] bytes = w.tensor().bytes();
      w = draft.constant(Tensor.of(ElementType.UINT8, bytes.clone(), shape));
    }
    add(draft, requantised ? "QLinearConv" : "ConvInteger", requantised, x, w);
  }

  private static void add(Draft draft, String operator, boolean requantised, Value a, Value b) {
    List<Value> inputs = new ArrayList<>();
    if (requantised) {
      Value zero = draft.constant(Tensor.of(ElementType.INT8, new byte[1]));
      Value wide = draft.constant(Tensor.of(new float[] {6}));
      inputs.addAll(List.of(a, scale(draft), zero(draft), b, scale(draft), zero, wide));
      inputs.add(zero(draft));
    } else {
      inputs.addAll(List.of(a, b, zero(draft)));
    }
    ElementType type = requantised ? ElementType.UINT8 : ElementType.INT32;
    draft.add(operator, inputs, List.of(type), true, new AttributeProto[0]);
  }
}
