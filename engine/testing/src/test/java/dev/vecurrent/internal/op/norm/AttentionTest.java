package dev.vecurrent.internal.op.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Nodes;
import dev.vecurrent.internal.op.SteadyRun;
import dev.vecurrent.internal.op.base.Reals;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Attention against its text in double, in the forms that ONNX Runtime refuses or takes for others:
 * FLOAT64, lengths of keys, windows, short masks, queries that see nothing, every precision.
 */
class AttentionTest {

  private static final int ROUNDS = 300;

  /** What a node of four dimensions has: sizes, attributes and inputs. */
  private static final class Case {
    final Map<String, AttributeValue> attributes = new HashMap<>();
    int opset = 24;
    int batch;
    int heads;
    int kvHeads;
    int queries;
    int keys;
    int past;
    int size;
    int valueSize;
    double scale;
    double softcap;
    boolean causal;
    int left = -1;
    int right = -1;
    double bound;
    @Nullable Tensor[] inputs = new Tensor[7];
  }

  private final Random random = new Random(Seeds.of(AttentionTest.class));

  private int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  private Tensor draw(ElementType type, int... shape) {
    Tensor tensor = Tensor.zeros(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      if (type == ElementType.BOOL) {
        tensor.booleans()[i] = random.nextInt(3) > 0;
      } else {
        Reals.set(tensor, i, random.nextGaussian());
      }
    }
    return tensor;
  }

  private Case draw() {
    Case c = new Case();
    ElementType type = random.nextBoolean() ? ElementType.FLOAT32 : ElementType.FLOAT64;
    c.batch = between(1, 3);
    c.kvHeads = between(1, 2);
    c.heads = c.kvHeads * between(1, 2);
    c.queries = between(1, random.nextInt(10) == 0 ? 70 : 5);
    int fresh = between(1, 12);
    c.size = between(1, 9);
    c.valueSize = between(1, 9);
    boolean lengths = random.nextInt(3) == 0;
    c.past = !lengths && random.nextBoolean() ? between(1, 4) : 0;
    c.keys = fresh + c.past;
    c.inputs[0] = draw(type, c.batch, c.heads, c.queries, c.size);
    c.inputs[1] = draw(type, c.batch, c.kvHeads, fresh, c.size);
    c.inputs[2] = draw(type, c.batch, c.kvHeads, fresh, c.valueSize);
    if (c.past > 0) {
      c.inputs[4] = draw(type, c.batch, c.kvHeads, c.past, c.size);
      c.inputs[5] = draw(type, c.batch, c.kvHeads, c.past, c.valueSize);
    }
    if (random.nextBoolean()) {
      int[] shape = {c.batch, c.heads, c.queries, between(Math.min(2, c.keys), c.keys)};
      for (int axis = 0; axis < 3; axis++) {
        shape[axis] = random.nextInt(3) == 0 ? 1 : shape[axis];
      }
      int[] part = Arrays.copyOfRange(shape, between(0, 3), 4);
      c.inputs[3] = draw(random.nextBoolean() ? ElementType.BOOL : type, part);
    }
    if (lengths) {
      long[] counts = new long[c.batch];
      Arrays.setAll(counts, _ -> between(0, c.keys));
      c.inputs[6] = Tensor.of(counts, c.batch);
    }
    attributes(c, type);
    return c;
  }

  private void attributes(Case c, ElementType type) {
    c.scale = 1 / Math.sqrt(c.size);
    if (random.nextBoolean()) {
      c.scale = (float) (0.2 + random.nextDouble());
      c.attributes.putAll(Nodes.with("scale", (float) c.scale));
    }
    if (random.nextBoolean()) {
      c.softcap = between(1, 5);
      c.attributes.putAll(Nodes.with("softcap", (float) c.softcap));
    }
    c.causal = random.nextBoolean();
    c.attributes.putAll(Nodes.with("is_causal", c.causal ? 1 : 0));
    if (random.nextInt(3) == 0) {
      c.opset = 25;
      c.left = between(-1, 4);
      c.right = between(-1, 4);
      c.attributes.putAll(Nodes.with("left_window_size", c.left, "right_window_size", c.right));
    }
    int[] precisions = {0, 1, 10, 11, 16};
    int precision = precisions[random.nextInt(5)];
    if (precision > 0) {
      c.attributes.putAll(Nodes.with("softmax_precision", precision));
    }
    c.bound =
        switch (precision) {
          case 10 -> 0.02;
          case 16 -> 0.15;
          case 11 -> type == ElementType.FLOAT64 ? 1e-12 : 1e-5;
          case 0 -> type == ElementType.FLOAT64 ? 1e-12 : 1e-5;
          default -> 1e-5;
        };
  }

  private static double element(@Nullable Tensor tensor, int at) {
    return tensor == null ? 0 : Reals.get(tensor, at);
  }

  /** An element of a key or value, of before or of the call. */
  private static double stored(Case c, int input, int n, int kv, int key, int i, int size) {
    int row = n * c.kvHeads + kv;
    return key < c.past
        ? element(c.inputs[input + 3], (row * c.past + key) * size + i)
        : element(c.inputs[input], (row * (c.keys - c.past) + key - c.past) * size + i);
  }

  private static double bias(Case c, int n, int head, int query, int key) {
    Tensor lengths = c.inputs[6];
    long length = lengths == null ? c.keys : lengths.longs()[n];
    long own = query + (lengths == null ? c.past : length - c.queries);
    boolean seen = key < length && !(c.causal && key > own);
    seen &= c.left < 0 || key >= own - c.left;
    seen &= c.right < 0 || key <= own + c.right;
    Tensor mask = c.inputs[3];
    double added = 0;
    if (mask != null) {
      int[] place = {n, head, query, key};
      int at = 0;
      for (int axis = 0; axis < mask.rank(); axis++) {
        int own4 = place[4 - mask.rank() + axis];
        boolean last = axis == mask.rank() - 1;
        seen &= !last || own4 < mask.dim(axis);
        at = at * mask.dim(axis) + (mask.dim(axis) == 1 ? 0 : own4);
      }
      if (seen) {
        added =
            mask.type() != ElementType.BOOL
                ? Reals.get(mask, at)
                : mask.booleans()[at] ? 0 : Double.NEGATIVE_INFINITY;
      }
    }
    return seen ? added : Double.NEGATIVE_INFINITY;
  }

  private static double[] weights(Case c, int n, int head, int query) {
    double[] row = new double[c.keys];
    int kv = head / (c.heads / c.kvHeads);
    double most = Double.NEGATIVE_INFINITY;
    for (int key = 0; key < c.keys; key++) {
      double sum = 0;
      for (int i = 0; i < c.size; i++) {
        int at = ((n * c.heads + head) * c.queries + query) * c.size + i;
        sum += element(c.inputs[0], at) * stored(c, 1, n, kv, key, i, c.size);
      }
      sum *= c.scale;
      sum = c.softcap > 0 ? c.softcap * Math.tanh(sum / c.softcap) : sum;
      row[key] = sum + bias(c, n, head, query, key);
      most = Math.max(most, row[key]);
    }
    double all = 0;
    for (int key = 0; key < c.keys; key++) {
      row[key] = Double.isInfinite(most) ? 0 : Math.exp(row[key] - most);
      all += row[key];
    }
    for (int key = 0; key < c.keys; key++) {
      row[key] = all == 0 ? 0 : row[key] / all;
    }
    return row;
  }

  @Test
  void agreesWithItsText() {
    for (int round = 0; round < ROUNDS; round++) {
      Case c = draw();
      Tensor y = Nodes.run("Attention", c.opset, c.attributes, c.inputs);
      for (int n = 0; n < c.batch; n++) {
        for (int head = 0; head < c.heads; head++) {
          for (int query = 0; query < c.queries; query++) {
            double[] weights = weights(c, n, head, query);
            for (int i = 0; i < c.valueSize; i++) {
              double expected = 0;
              for (int key = 0; key < c.keys; key++) {
                int kv = head / (c.heads / c.kvHeads);
                expected += weights[key] * stored(c, 2, n, kv, key, i, c.valueSize);
              }
              int at = ((n * c.heads + head) * c.queries + query) * c.valueSize + i;
              assertThat(Reals.get(y, at))
                  .as("round %d: %s %s", round, c.attributes, Arrays.toString(c.inputs))
                  .isCloseTo(expected, within(c.bound));
            }
          }
        }
      }
    }
  }

  @Test
  void whatReleasesOfOnnxTakeForDifferentThingsIsRefused() {
    Map<String, AttributeValue> mode = Nodes.with("qk_matmul_output_mode", 4);
    assertThat(Nodes.refusal("Attention", 23, mode, true, true, true)).contains("expected 0 to 3");
    assertThat(Nodes.refusal("Attention", 23, Nodes.with("softmax_precision", 7), true, true, true))
        .contains("softmax_precision");
    assertThat(Nodes.refusal("Attention", 23, Map.of(), true, true, true, false, true))
        .contains("expected both or none");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor q = draw(ElementType.FLOAT32, 1, 2, 6);
    assertThatThrownBy(() -> Nodes.run("Attention", 23, Map.of(), q, q, q))
        .hasMessageContaining("q_num_heads and kv_num_heads must be given");
    Map<String, AttributeValue> heads = Nodes.with("q_num_heads", 3, "kv_num_heads", 2);
    assertThatThrownBy(() -> Nodes.run("Attention", 23, heads, q, q, q))
        .hasMessageContaining("no multiple");
    Tensor four = draw(ElementType.FLOAT32, 1, 2, 3, 4);
    Tensor mask = draw(ElementType.FLOAT32, 2, 3);
    assertThatThrownBy(() -> Nodes.run("Attention", 23, Map.of(), four, four, four, mask))
        .hasMessageContaining("attn_mask is");
    Tensor flat = draw(ElementType.FLOAT32, 3, 4);
    assertThatThrownBy(
            () -> Nodes.run("Attention", 23, Map.of(), four, four, four, null, flat, flat))
        .hasMessageContaining("expected 4 dimensions");
    Tensor column = draw(ElementType.FLOAT32, 3, 1);
    assertThatThrownBy(() -> Nodes.run("Attention", 24, Map.of(), four, four, four, column))
        .hasMessageContaining("one column");
    Tensor lengths = Tensor.of(new long[] {4}, 1);
    assertThatThrownBy(
            () -> Nodes.run("Attention", 24, Map.of(), four, four, four, null, null, null, lengths))
        .hasMessageContaining("expected 0 to 3");
  }

  @Test
  void withoutKeysAllIsZero() {
    Tensor q = draw(ElementType.FLOAT32, 1, 2, 9, 8);
    Tensor none = Tensor.zeros(ElementType.FLOAT32, 1, 2, 0, 8);
    Tensor y = Nodes.run("Attention", 23, Map.of(), q, none, none);
    assertThat(y.floats()).containsOnly(0f);
  }

  @Test
  void steadyRunsAllocateNothing() {
    Tensor q = draw(ElementType.FLOAT32, 2, 2, 7, 8);
    Map<String, AttributeValue> causal = Nodes.with("is_causal", 1);
    SteadyRun.assertAllocatesNothing(
        "Attention", Nodes.operator("Attention", 23, causal, true, true, true), q, q, q);
  }
}
