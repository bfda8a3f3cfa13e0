package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/** Attention as ONNX Runtime has it, in the forms that its CPU code takes. */
final class AttentionSubjects {

  private static final ElementType F = ElementType.FLOAT32;

  private AttentionSubjects() {}

  static Map<String, Consumer<OneNode>> all() {
    return Map.of(
        "Attention", AttentionSubjects::self, "MultiHeadAttention", AttentionSubjects::given);
  }

  private static void data(OneNode node, int... shape) {
    node.data(Domain.ANY.draw(node.random(), F, shape));
  }

  private static void parameter(OneNode node, int... shape) {
    node.parameter(Domain.ANY.draw(node.random(), F, shape));
  }

  private static void attributes(OneNode node, int heads) {
    node.integer("num_heads", heads);
    if (node.oneIn(3)) {
      node.attribute(Attribute.number("scale", node.random().nextFloat(0.1f, 1)));
    }
    if (node.oneIn(3)) {
      node.attribute(Attribute.number("mask_filter_value", -node.random().nextInt(100, 9000)));
    }
  }

  private static void self(OneNode node) {
    node.opset(11, 13, 17);
    node.domain("com.microsoft", 1);
    int batch = node.between(1, 3);
    int steps = node.between(1, 4);
    int heads = node.between(1, 3);
    int size = node.between(1, 4);
    int width = node.between(1, 5);
    boolean past = node.oneIn(3);
    int before = past ? node.between(1, 3) : 0;
    int values = !past && node.oneIn(3) ? heads * node.between(1, 4) : heads * size;
    attributes(node, heads);
    if (values != heads * size || node.oneIn(3)) {
      node.attribute(Attribute.integers("qkv_hidden_sizes", heads * size, heads * size, values));
    }
    boolean causal = node.oneIn(3);
    if (causal) {
      node.integer("unidirectional", 1);
    }
    data(node, batch, steps, width);
    parameter(node, width, 2 * heads * size + values);
    parameter(node, 2 * heads * size + values);
    mask(node, batch, steps, before + steps, true);
    if (past) {
      data(node, 2, batch, heads, before, size);
    } else {
      node.absent();
    }
    if (!past && node.oneIn(3)) {
      data(node, node.oneIn(2) ? 1 : batch, node.oneIn(2) ? 1 : heads, steps, before + steps);
    }
    node.output(F);
    if (past) {
      node.output(F);
    }
  }

  private static void mask(OneNode node, int batch, int steps, int keys, boolean starts) {
    switch (node.between(0, 4)) {
      case 0 -> {
        int[] ends = new int[batch];
        Arrays.setAll(ends, i -> node.between(1, keys));
        node.data(Tensor.of(ends, batch));
      }
      case 1 -> {
        if (!starts) {
          node.absent();
          return;
        }
        int[] both = new int[2 * batch];
        for (int i = 0; i < batch; i++) {
          both[batch + i] = node.random().nextInt(keys);
          both[i] = node.between(both[batch + i] + 1, keys);
        }
        node.data(Tensor.of(both, 2 * batch));
      }
      case 2 -> node.data(FusedSubjects.indices(node, 2, batch, keys));
      case 3 -> node.data(FusedSubjects.indices(node, 2, batch, steps, keys));
      default -> node.absent();
    }
  }

  private static void given(OneNode node) {
    node.opset(11, 13, 17);
    node.domain("com.microsoft", 1);
    int batch = node.between(1, 3);
    int steps = node.between(1, 4);
    int heads = node.between(1, 3);
    int size = node.between(1, 4);
    int values = node.oneIn(3) ? node.between(1, 4) : size;
    boolean split = node.oneIn(4);
    boolean past = !split && node.oneIn(3);
    int now = past ? steps : node.between(1, 5);
    int before = past ? node.between(1, 3) : 0;
    if (past || split) {
      values = size;
    }
    attributes(node, heads);
    boolean causal = !split && now == steps && node.oneIn(3);
    if (causal) {
      node.integer("unidirectional", 1);
    }
    data(node, batch, steps, heads * size);
    if (split) {
      data(node, batch, heads, now, size);
      data(node, batch, heads, now, values);
    } else {
      data(node, batch, now, heads * size);
      data(node, batch, now, heads * values);
    }
    if (!split && node.random().nextBoolean()) {
      parameter(node, heads * (2 * size + values));
    } else {
      node.absent();
    }
    mask(node, batch, steps, before + now, false);
    if (node.oneIn(3)) {
      data(node, node.oneIn(2) ? 1 : batch, node.oneIn(2) ? 1 : heads, steps, before + now);
    } else {
      node.absent();
    }
    if (past) {
      data(node, batch, heads, before, size);
      data(node, batch, heads, before, size);
    }
    node.output(F);
    if (past) {
      node.output(F);
      node.output(F);
    }
  }
}
