package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Every form of the normalisations of this kind, of attention and rotary embeddings. */
final class NormSubjects {

  private NormSubjects() {}

  static Map<String, Consumer<OneNode>> all() {
    Map<String, Consumer<OneNode>> all = new TreeMap<>();
    all.put("LpNormalization", NormSubjects::lp);
    all.put("MeanVarianceNormalization", NormSubjects::meanVariance);
    all.put("RMSNormalization", NormSubjects::rms);
    all.put("RotaryEmbedding", NormSubjects::rotary);
    all.put("Attention", NormSubjects::attention);
    return all;
  }

  private static void lp(OneNode node) {
    node.opset(7, 13, 22);
    ElementType type = node.type(ElementType.FLOAT32, ElementType.FLOAT32, ElementType.FLOAT64);
    int[] shape = node.shape(1, 4, false);
    Tensor x = node.data(type, shape);
    if (node.oneIn(4)) {
      for (int i = 0; i < x.size(); i++) {
        zero(x, i, node.oneIn(2));
      }
    }
    if (node.oneIn(2)) {
      node.integer("axis", node.axis(shape.length));
    }
    if (node.oneIn(2)) {
      node.integer("p", node.between(1, 2));
    }
    node.output(type);
  }

  private static void zero(Tensor x, int at, boolean really) {
    if (really && x.type() == ElementType.FLOAT32) {
      x.floats()[at] = 0;
    } else if (really) {
      x.doubles()[at] = 0;
    }
  }

  private static void meanVariance(OneNode node) {
    node.opset(9, 13, 20);
    ElementType type = ElementType.FLOAT32;
    boolean chosen = node.oneIn(2);
    int[] shape = chosen ? node.shape(2, 4, false) : node.shape(4, 4, false);
    long[] axes = IndexSubjects.axes(node, shape.length, true);
    boolean given = chosen && axes.length > 0;
    if (chosen && !given) {
      throw new Discarded("no axes");
    }
    int count = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      int at = axis;
      boolean reduced =
          given
              ? Arrays.stream(axes).anyMatch(a -> OneNode.front(a, shape.length) == at)
              : axis != 1;
      count *= reduced ? shape[axis] : 1;
    }
    if (count < 3) {
      throw new Discarded("the difference of few elements says nothing");
    }
    node.data(Domain.UNIT.draw(node.random(), type, shape));
    if (given) {
      node.attribute(Attribute.integers("axes", axes));
    }
    node.output(type);
  }

  private static void rms(OneNode node) {
    node.opset(23, 24);
    ElementType type = node.type(ElementType.FLOAT32, ElementType.FLOAT32, ElementType.FLOAT64);
    int[] shape = node.shape(1, 4, false);
    node.data(type, shape);
    long axis = node.oneIn(3) ? -1 : node.axis(shape.length);
    int from = OneNode.front(axis, shape.length);
    node.data(type, Arrays.copyOfRange(shape, from, shape.length));
    if (axis != -1 || node.oneIn(2)) {
      node.integer("axis", axis);
    }
    if (node.oneIn(2)) {
      node.attribute(Attribute.number("epsilon", 0.01));
    }
    if (node.oneIn(2)) {
      node.integer("stash_type", 1);
    }
    node.output(type);
  }

  private static void rotary(OneNode node) {
    node.opset(23, 24);
    ElementType type = ElementType.FLOAT32;
    int batch = node.between(1, 3);
    int heads = node.between(1, 3);
    int steps = node.between(1, 5);
    int size = 2 * node.between(1, 6);
    boolean split = node.oneIn(2);
    node.data(
        type,
        split ? new int[] {batch, heads, steps, size} : new int[] {batch, steps, heads * size});
    boolean part = node.oneIn(2);
    int turned = part ? 2 * node.between(1, size / 2) : size;
    boolean ids = node.oneIn(2);
    int[] cache = ids ? new int[] {8, turned / 2} : new int[] {batch, steps, turned / 2};
    node.data(Domain.UNIT.draw(node.random(), type, cache));
    node.data(Domain.UNIT.draw(node.random(), type, cache));
    if (ids) {
      long[] positions = new long[batch * steps];
      for (int i = 0; i < positions.length; i++) {
        positions[i] = node.between(0, 7);
      }
      node.parameter(Tensor.of(positions, batch, steps));
    }
    if (part) {
      node.integer("rotary_embedding_dim", turned);
    }
    if (!split || part) {
      node.integer("num_heads", heads);
    }
    if (node.oneIn(2)) {
      node.integer("interleaved", node.between(0, 1));
    }
    node.output(type);
  }

  private static void attention(OneNode node) {
    int opset = node.opset(23, 24);
    ElementType type = ElementType.FLOAT32;
    int batch = node.between(1, 3);
    int kvHeads = node.between(1, 3);
    int heads = kvHeads * (node.oneIn(2) ? 1 : node.between(1, 3));
    int queries = node.between(1, 6);
    int size = node.between(1, 9);
    int valueSize = node.oneIn(2) ? size : node.between(1, 9);
    boolean split = node.oneIn(2);
    boolean past = node.oneIn(3);
    boolean causal = node.oneIn(3);
    // With a past ONNX Runtime lets one query see keys behind its own position.
    int fresh = causal && past ? queries : node.between(1, 9);
    int before = past ? node.between(1, 5) : 0;
    int keys = before + fresh;
    data(node, type, split, batch, heads, queries, size);
    data(node, type, split, batch, kvHeads, fresh, size);
    data(node, type, split, batch, kvHeads, fresh, valueSize);
    boolean masked = node.oneIn(2);
    boolean lengths = opset == 24 && !past && node.oneIn(3);
    if (masked) {
      int[] all = {batch, heads, queries, keys};
      int rank = node.between(2, 4);
      int[] shape = Arrays.copyOfRange(all, 4 - rank, 4);
      for (int axis = 0; axis < rank - 2; axis++) {
        shape[axis] = node.oneIn(2) ? 1 : shape[axis];
      }
      Tensor mask = node.data(node.oneIn(2) ? ElementType.BOOL : ElementType.FLOAT32, shape);
      for (int row = 0; mask.type() == ElementType.BOOL && row < mask.size(); row += keys) {
        mask.booleans()[row] = true; // a query that sees nothing is a test of its own
      }
    } else if (past || lengths) {
      node.absent();
    }
    if (lengths) {
      node.absent();
      node.absent();
      long[] counts = new long[batch];
      Arrays.setAll(counts, _ -> node.between(1, keys));
      node.vector(counts);
    }
    if (past) {
      node.data(Domain.ANY.draw(node.random(), type, batch, kvHeads, before, size));
      node.data(Domain.ANY.draw(node.random(), type, batch, kvHeads, before, valueSize));
    }
    if (!split) {
      node.integer("q_num_heads", heads);
      node.integer("kv_num_heads", kvHeads);
    }
    if (causal) {
      node.integer("is_causal", 1);
    }
    if (node.oneIn(3)) {
      node.attribute(Attribute.number("scale", 0.1 + node.random().nextDouble()));
    }
    if (node.oneIn(3)) {
      node.attribute(Attribute.number("softcap", 1 + 4 * node.random().nextDouble()));
    }
    node.output(type);
    if (past || (!lengths && node.oneIn(4))) {
      node.output(type);
      node.output(type);
      if (node.oneIn(2)) {
        node.output(type);
        node.integer("qk_matmul_output_mode", node.oneIn(2) ? 0 : 3);
      }
    }
  }

  private static void data(
      OneNode node, ElementType type, boolean split, int batch, int heads, int steps, int size) {
    int[] shape =
        split ? new int[] {batch, heads, steps, size} : new int[] {batch, steps, heads * size};
    node.data(Domain.SMALL.draw(node.random(), type, shape));
  }
}
