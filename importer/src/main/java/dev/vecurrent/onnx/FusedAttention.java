package dev.vecurrent.onnx;

import dev.vecurrent.onnx.message.AttributeMessage;
import dev.vecurrent.onnx.message.Numbers;
import java.util.List;

/**
 * Attention and MultiHeadAttention of {@code com.microsoft}: softmax of the scaled products of
 * queries and keys, plus masks, times the values; with N heads of size d, S queries and T keys.
 */
final class FusedAttention {

  private static final int FLOAT32 = 1;
  private static final int INT32 = 6;
  private static final int INT64 = 7;

  private final Replacement node;
  private final long heads;
  private final float filter;
  private final float scale;
  private final boolean causal;

  private FusedAttention(Replacement node) {
    this.node = node;
    this.heads = node.integer("num_heads", 0);
    this.filter = node.number("mask_filter_value", -10_000);
    this.scale = node.number("scale", 0);
    this.causal = node.flag("unidirectional");
    if (heads < 1) {
      node.refuse("num_heads", Long.toString(heads), "expected a positive number");
    }
  }

  /** Attention: queries, keys and values are products of one input with one matrix. */
  static void attention(Replacement node) {
    new FusedAttention(node).self();
  }

  /** MultiHeadAttention: queries, keys and values are given. */
  static void multiHeadAttention(Replacement node) {
    new FusedAttention(node).given();
  }

  private void self() {
    node.requireInputs(2, 7);
    node.requireOutputs(2);
    node.refuseInput(6, "past_sequence_length");
    for (String flag : List.of("do_rotary", "past_present_share_buffer")) {
      if (node.flag(flag)) {
        node.refuse(flag, "1", "expected 0");
      }
    }
    node.integer("rotary_embedding_dim", 0); // of no meaning without do_rotary
    String all = node.add("MatMul", node.input(0), node.input(1));
    if (node.has(2)) {
      all = node.add("Add", all, node.input(2));
    }
    List<String> parts = parts(all);
    String q = split(node, parts.get(0));
    String k = split(node, parts.get(1));
    String v = split(node, parts.get(2));
    String before = "";
    if (node.has(4)) {
      before = length(pick(node.input(4), 0));
      k = join(pick(node.input(4), 0), k);
      v = join(pick(node.input(4), 1), v);
    }
    if (node.wants(1)) {
      String first = node.vector(0);
      node.result(
          1,
          node.add(
              "Concat",
              List.of(node.add("Unsqueeze", k, first), node.add("Unsqueeze", v, first)),
              axis(0)));
    }
    node.result(0, attend(q, k, v, before, node.input(3), node.input(5)));
  }

  private List<String> parts(String all) {
    List<AttributeMessage> sizes = node.handedOn("qkv_hidden_sizes");
    if (sizes.isEmpty()) {
      List<AttributeMessage> thirds =
          List.of(
              AttributeMessage.ofInteger("axis", -1), AttributeMessage.ofInteger("num_outputs", 3));
      return node.add(18, "Split", 3, List.of(all), thirds);
    }
    Numbers.Integers given = sizes.getFirst().integers;
    long[] split = new long[Math.min(given.size(), 4)];
    for (int i = 0; i < split.length; i++) {
      split[i] = given.get(i);
    }
    if (split.length != 3) {
      node.refuse("qkv_hidden_sizes", Integer.toString(given.size()), "expected three sizes");
    }
    return node.add(13, "Split", 3, List.of(all, node.vector(split)), axis(-1));
  }

  private String pick(String past, long index) {
    return node.add("Gather", List.of(past, node.scalar(index)), axis(0));
  }

  private String join(String past, String now) {
    return node.add("Concat", List.of(past, now), axis(2));
  }

  private void given() {
    node.requireInputs(1, 10);
    node.requireOutputs(3);
    if (!node.has(1) || !node.has(2)) {
      node.refuse(
          "inputs",
          "",
          "queries, keys and values in one tensor are not supported: give each of its own, as"
              + " optimisation for the CPU execution provider writes them");
    }
    node.refuseInput(8, "past_sequence_length");
    node.refuseInput(9, "cache_indirection");
    if (node.has(6) != node.has(7)) {
      node.refuse("past_key", "", "expected both past_key and past_value, or none");
    }
    String width = "";
    if (node.has(3)) {
      width = node.add("Slice", node.add("Shape", node.input(0)), node.vector(2), node.vector(3));
    }
    String q = split(node, biased(node, node.input(0), width, 0));
    String k = headsOf(1, width);
    String v = headsOf(2, width);
    String before = "";
    if (node.has(6)) {
      before = length(node.input(6));
      k = join(node.input(6), k);
      v = join(node.input(7), v);
    }
    node.result(1, k);
    node.result(2, v);
    node.result(0, attend(q, k, v, before, node.input(4), node.input(5)));
  }

  /** Keys or values, which may be split into heads already: [B, N, T, d]. */
  private String headsOf(int input, String width) {
    return node.byRank(
        node.input(input),
        4,
        inner -> node.input(input),
        inner -> split(inner, biased(inner, node.input(input), width, input)));
  }

  /** With its part of the bias, which is that of queries, keys and values in one. */
  private String biased(Replacement into, String x, String width, int part) {
    if (width.isEmpty()) {
      return x;
    }
    String from = into.add("Mul", width, into.vector(part));
    String to =
        part == 2 ? into.vector(Integer.MAX_VALUE) : into.add("Mul", width, into.vector(part + 1));
    return into.add("Add", x, into.add("Slice", node.input(3), from, to));
  }

  /** [B, S, N * d] to [B, N, S, d]. */
  private String split(Replacement into, String x) {
    // Refuses what has more axes: a Reshape alone would take it for something else.
    String three = into.add("Transpose", List.of(x), permutation(0, 1, 2));
    String four = into.add("Reshape", three, into.vector(0, 0, Math.max(heads, 1), -1));
    return into.add("Transpose", List.of(four), permutation(0, 2, 1, 3));
  }

  private static List<AttributeMessage> permutation(long... axes) {
    return List.of(AttributeMessage.ofIntegers("perm", axes));
  }

  private static List<AttributeMessage> axis(long axis) {
    return List.of(AttributeMessage.ofInteger("axis", axis));
  }

  /** The size of the third axis of [B, N, T, d], as a scalar. */
  private String length(String x) {
    return node.add("Gather", node.add("Shape", x), node.scalar(2));
  }

  private String attend(String q, String k, String v, String before, String mask, String bias) {
    String turned = node.add("Transpose", List.of(k), permutation(0, 1, 3, 2));
    String scores = node.add("Mul", node.add("MatMul", q, turned), factor(q));
    if (!bias.isEmpty()) {
      scores = node.add("Add", scores, bias);
    }
    if (!mask.isEmpty()) {
      String keep = kept(mask, length(k));
      String zero = node.scalarLike(scores, 0);
      scores =
          node.add("Add", scores, node.add("Where", keep, zero, node.scalarLike(scores, filter)));
    }
    if (causal) {
      scores = withoutFuture(scores, length(q), length(k), before);
    }
    String y = node.add("MatMul", node.add("Softmax", List.of(scores), axis(-1)), v);
    String rows = node.add("Transpose", List.of(y), permutation(0, 2, 1, 3));
    return node.add("Reshape", rows, node.vector(0, 0, -1));
  }

  /** What the products are multiplied with: 1 by the root of d, where the node does not say. */
  private String factor(String q) {
    if (scale != 0) {
      return node.scalarLike(q, scale);
    }
    String size = node.add("Gather", node.add("Shape", q), node.scalar(3));
    String root = node.add("Reciprocal", node.add("Sqrt", node.cast(size, FLOAT32)));
    return node.add("CastLike", root, q);
  }

  /** A query sees the keys before it and its own. */
  private String withoutFuture(String scores, String queries, String keys, String before) {
    String first = before.isEmpty() ? node.scalar(0) : before;
    String zero = node.scalar(0);
    String one = node.scalar(1);
    String row = node.add("Range", first, node.add("Add", first, queries), one);
    String column = node.add("Range", zero, keys, one);
    String sees = node.add("LessOrEqual", column, node.add("Unsqueeze", row, node.vector(1)));
    return node.add("Where", sees, scores, node.scalarLike(scores, -Float.MAX_VALUE));
  }

  /** Which keys a mask keeps, as it broadcasts to [B, N, S, T]. */
  private String kept(String mask, String keys) {
    return node.byRank(
        mask, 1, inner -> keptByLength(inner, mask, keys), inner -> keptByMask(inner, mask));
  }

  /** Of a mask [B, T] or [B, S, T]: where it is positive. */
  private static String keptByMask(Replacement node, String mask) {
    String shape = node.add("Shape", mask);
    String missing =
        node.add("Sub", node.vector(4), node.add("Reshape", node.rank(mask), node.vector(1)));
    String ones = node.cast(node.add("Expand", node.vector(1), missing), INT64);
    String four =
        node.add(
            "Concat",
            List.of(
                node.add("Slice", shape, node.vector(0), node.vector(1)),
                ones,
                node.add("Slice", shape, node.vector(1), node.vector(4))),
            axis(0));
    String positive = node.add("Greater", mask, node.cast(node.scalar(0), INT32));
    return node.add("Reshape", positive, four);
  }

  /** Of a mask [B] or [2 * B]: keys before an end and, in the second form, from a start on. */
  private String keptByLength(Replacement node, String mask, String keys) {
    String batch =
        node.add("Slice", node.add("Shape", this.node.input(0)), node.vector(0), node.vector(1));
    String rows =
        node.add("Reshape", mask, node.add("Concat", List.of(node.vector(-1), batch), axis(0)));
    String count = node.add("Gather", node.add("Shape", rows), node.scalar(0));
    // Neither none nor more than two rows: there is no such element.
    String starts = node.cast(node.add("Gather", node.vector(0, 0, 1), count), INT32);
    String zeros = node.add("Mul", rows, node.cast(node.scalar(0), INT32));
    String padded = node.add("Concat", List.of(rows, zeros), axis(0));
    String end = node.add("Gather", padded, node.scalar(0));
    String start = node.add("Mul", node.add("Gather", padded, node.scalar(1)), starts);
    String key = node.cast(node.add("Range", node.scalar(0), keys, node.scalar(1)), INT32);
    String last = node.vector(1);
    String kept =
        node.add(
            "And",
            node.add("Less", key, node.add("Unsqueeze", end, last)),
            node.add("GreaterOrEqual", key, node.add("Unsqueeze", start, last)));
    return node.add("Unsqueeze", kept, node.vector(1, 2));
  }
}
