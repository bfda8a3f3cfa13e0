package dev.vecurrent.internal.op.norm;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.tensor.ElementType;

/**
 * The attributes of an Attention node.
 *
 * @param qHeads query heads of inputs of three dimensions; 0 where not given
 * @param kvHeads key and value heads; 0 where not given
 * @param scale what scores are multiplied by; NaN for {@code 1 / sqrt(head size)}
 * @param softcap scores become {@code softcap * tanh(score / softcap)}; 0 for no cap
 * @param causal whether a query sees no key behind its own position
 * @param left how many keys before its own position a query sees; -1 for all
 * @param right how many behind it; -1 for all
 * @param output which scores the fourth output shows
 * @param precision what the softmax is computed in
 */
record AttentionForm(
    int qHeads,
    int kvHeads,
    float scale,
    float softcap,
    boolean causal,
    int left,
    int right,
    Scores output,
    Precision precision) {

  /** The stages of the scores. */
  enum Scores {
    PRODUCT,
    CAPPED,
    MASKED,
    SOFTMAX
  }

  /** The softmax's precision. */
  enum Precision {
    OF_INPUT,
    FLOAT32,
    FLOAT64,
    FLOAT16,
    BFLOAT16
  }

  static AttentionForm read(NodeReader reader) {
    boolean windows = reader.opset() >= 25;
    return new AttentionForm(
        heads(reader, "q_num_heads"),
        heads(reader, "kv_num_heads"),
        reader.number("scale", Float.NaN),
        softcap(reader),
        reader.flag("is_causal", false),
        windows ? window(reader, "left_window_size") : -1,
        windows ? window(reader, "right_window_size") : -1,
        output(reader),
        precision(reader));
  }

  private static int heads(NodeReader reader, String name) {
    long heads = reader.integer(name, 0);
    if (heads < 0 || heads > Integer.MAX_VALUE) {
      reader.refuse(name, Long.toString(heads), "expected a number of heads");
      return 0;
    }
    return (int) heads;
  }

  private static float softcap(NodeReader reader) {
    float softcap = reader.number("softcap", 0);
    if (!(softcap >= 0)) {
      reader.refuse("softcap", Float.toString(softcap), "expected 0 or more");
    }
    return softcap;
  }

  private static int window(NodeReader reader, String name) {
    long size = reader.integer(name, -1);
    if (size < -1) {
      reader.refuse(name, Long.toString(size), "expected -1 or more");
    }
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  /**
   * Which scores the fourth output shows. Releases of ONNX before 1.22 added the mask before the
   * cap, and mode 1 was the masked and mode 2 the capped scores; later ones say the opposite of the
   * same opsets. Where that makes a difference to the output, nobody can tell what is meant.
   */
  private static Scores output(NodeReader reader) {
    long mode = reader.integer("qk_matmul_output_mode", 0);
    if (mode < 0 || mode > 3) {
      reader.refuse("qk_matmul_output_mode", Long.toString(mode), "expected 0 to 3");
      return Scores.PRODUCT;
    }
    boolean caps = reader.number("softcap", 0) != 0;
    boolean masks = reader.hasInput(3) || reader.hasInput(6) || reader.integer("is_causal", 0) != 0;
    boolean unclear = mode == 1 ? caps || masks : mode == 2 && caps && masks;
    if (unclear && reader.outputs() == 4 && reader.opset() < 25) {
      reader.refuse(
          "qk_matmul_output_mode",
          Long.toString(mode),
          "releases of ONNX differ in what it shows beside a mask or softcap; export with mode 0 or"
              + " 3, or without the fourth output");
    }
    return Scores.values()[(int) mode];
  }

  private static Precision precision(NodeReader reader) {
    if (!reader.has("softmax_precision")) {
      return Precision.OF_INPUT;
    }
    long number = reader.integer("softmax_precision", 1);
    for (ElementType type : ElementType.values()) {
      if (type.isFloatingPoint() && type.onnxNumber() == number) {
        return Precision.valueOf(type.name());
      }
    }
    reader.refuse(
        "softmax_precision",
        Long.toString(number),
        "expected 1 (FLOAT), 10 (FLOAT16), 11 (DOUBLE) or 16 (BFLOAT16)");
    return Precision.OF_INPUT;
  }
}
