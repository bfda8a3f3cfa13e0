package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which values of a graph are 16-bit floats in the file. Plans compute them in FLOAT32, so facts do
 * not tell; a value that a caller gives or gets has the file's type.
 *
 * <p>A node makes the first 16-bit type among what it reads, unless an attribute says what it
 * makes, or one input alone does, as the base of a power.
 */
final class HalfTypes {

  private final Map<String, ElementType> types = new HashMap<>();

  HalfTypes(Graph graph) {
    for (ValueInfo input : graph.inputs()) {
      declared(input);
    }
    for (Map.Entry<String, Tensor> constant : graph.constants().entrySet()) {
      put(constant.getKey(), constant.getValue().type());
    }
    for (Node node : graph.nodes()) {
      ElementType type = made(node);
      for (String output : node.outputs()) {
        if (type != null) {
          put(output, type);
        }
      }
    }
    for (ValueInfo value : graph.file().values().values()) {
      declared(value);
    }
  }

  private void declared(ValueInfo info) {
    if (info.isTyped()) {
      put(info.name(), info.type());
    }
  }

  private void put(String name, ElementType type) {
    if (isHalf(type)) {
      types.put(name, type);
    } else {
      types.remove(name);
    }
  }

  private @Nullable ElementType made(Node node) {
    if (node instanceof OperatorNode operator) {
      for (String attribute : new String[] {"to", "dtype", "output_dtype", "value"}) {
        ElementType type = said(operator.attributes().get(attribute));
        if (type != null) {
          return type;
        }
      }
    }
    String first = firstHalf(node.reads());
    Operator bound =
        first != null && node instanceof OperatorNode operator
            ? Operators.create(operator, new ArrayList<>())
            : null;
    int only = bound == null ? -1 : bound.typedBy();
    if (only >= 0) {
      return only < node.reads().size() ? types.get(node.reads().get(only)) : null;
    }
    return first == null ? null : types.get(first);
  }

  private @Nullable String firstHalf(List<String> names) {
    for (String name : names) {
      if (types.containsKey(name)) {
        return name;
      }
    }
    return null;
  }

  /** The type that an attribute says; {@code null} where it is none. */
  private static @Nullable ElementType said(@Nullable AttributeValue value) {
    if (value instanceof AttributeValue.OfInt type) {
      return type.value() == ElementType.FLOAT16.onnxNumber()
          ? ElementType.FLOAT16
          : type.value() == ElementType.BFLOAT16.onnxNumber()
              ? ElementType.BFLOAT16
              : ElementType.FLOAT32;
    }
    return value instanceof AttributeValue.OfTensor tensor ? tensor.value().type() : null;
  }

  private static boolean isHalf(ElementType type) {
    return type == ElementType.FLOAT16 || type == ElementType.BFLOAT16;
  }

  /** The type of a value outside of plans, given the type that it has inside. */
  ElementType of(String name, ElementType inside) {
    ElementType half = types.get(name);
    return half != null && half.computeType() == inside ? half : inside;
  }
}
