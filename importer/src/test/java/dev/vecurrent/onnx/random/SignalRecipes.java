package dev.vecurrent.onnx.random;

import static dev.vecurrent.onnx.random.Need.FLOATS;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;

/** Fourier transforms, windows, normalisations, attention and sampling. */
final class SignalRecipes {

  private static final List<ElementType> FLOAT = List.of(ElementType.FLOAT32);
  private static final Need WEIGHTS = FLOATS.in(Domain.SMALL);

  private SignalRecipes() {}

  static List<Recipe> all() {
    return List.of(
        Recipe.since(17, "DFT", SignalRecipes::dft),
        Recipe.since(17, "STFT", SignalRecipes::stft),
        Recipe.since(17, "HannWindow", draft -> window(draft, "HannWindow")),
        Recipe.since(17, "HammingWindow", draft -> window(draft, "HammingWindow")),
        Recipe.since(17, "BlackmanWindow", draft -> window(draft, "BlackmanWindow")),
        Recipe.since(17, "MelWeightMatrix", SignalRecipes::mel),
        Recipe.of("LpNormalization", SignalRecipes::lp),
        Recipe.since(9, "MeanVarianceNormalization", SignalRecipes::meanVariance),
        Recipe.since(23, "RMSNormalization", SignalRecipes::rms),
        Recipe.since(23, "RotaryEmbedding", SignalRecipes::rotary),
        Recipe.since(23, "Attention", SignalRecipes::attention),
        Recipe.since(16, "GridSample", SignalRecipes::gridSample),
        Recipe.since(18, "Col2Im", SignalRecipes::columns),
        Recipe.since(18, "CenterCropPad", SignalRecipes::centre),
        Recipe.since(20, "AffineGrid", SignalRecipes::affineGrid),
        Recipe.since(19, "DeformConv", SignalRecipes::deformConv),
        // ONNX Runtime has no RoiAlign of opset 22.
        new Recipe("RoiAlign", 16, 21, SignalRecipes::roiAlign));
  }

  private static void dft(Draft draft) {
    Value x = draft.fresh(WEIGHTS, draft.between(1, 2), draft.between(2, 12), 1);
    AttributeProto onesided = Attribute.flag("onesided", draft.oneIn(2));
    if (draft.opset() < 20) {
      draft.add("DFT", List.of(x), FLOAT, false, onesided, Attribute.integer("axis", 1));
    } else {
      draft.add("DFT", List.of(x), FLOAT, false, onesided);
    }
  }

  private static void stft(Draft draft) {
    int length = draft.oneOf(4, 6, 8);
    Value x = draft.fresh(WEIGHTS, draft.between(1, 2), length + draft.between(0, 9), 1);
    Value step = draft.integer(draft.between(1, 4));
    Value window = draft.fresh(WEIGHTS, length);
    draft.add("STFT", List.of(x, step, window), FLOAT, false);
  }

  private static void window(Draft draft, String operator) {
    Value size = draft.integer(draft.between(2, 20));
    draft.add(operator, List.of(size), FLOAT, false, Attribute.flag("periodic", draft.oneIn(2)));
  }

  private static void mel(Draft draft) {
    List<Value> inputs =
        List.of(
            draft.integer(draft.between(1, 8)),
            draft.integer(draft.oneOf(16, 32, 64)),
            draft.integer(8_000),
            draft.constant(Tensor.of(new float[] {draft.between(0, 200)})),
            draft.constant(Tensor.of(new float[] {draft.between(2_000, 3_900)})));
    draft.add("MelWeightMatrix", inputs, FLOAT, false);
  }

  private static void lp(Draft draft) {
    Value x = draft.pick(FLOATS.in(Domain.AWAY).atLeast(1));
    draft.add(
        "LpNormalization",
        List.of(x),
        FLOAT,
        false,
        Attribute.integer("axis", draft.axis(x)),
        Attribute.integer("p", draft.between(1, 2)));
  }

  private static void meanVariance(Draft draft) {
    // Of few elements, or many times the same, the deviation is a difference of nothing.
    Value x = draft.fresh(FLOATS, 3, 2, 3, 2);
    draft.add("MeanVarianceNormalization", List.of(x), FLOAT, false);
  }

  private static void rms(Draft draft) {
    Value x = draft.pick(FLOATS.atLeast(1));
    Value scale = draft.fresh(WEIGHTS, x.dim(x.rank() - 1));
    draft.add("RMSNormalization", List.of(x, scale), FLOAT, false);
  }

  private static void rotary(Draft draft) {
    int steps = draft.between(1, 4);
    int pairs = draft.between(1, 3);
    Value x = draft.fresh(FLOATS, 2, 2, steps, 2 * pairs);
    Value cos = draft.fresh(WEIGHTS, 2, steps, pairs);
    Value sin = draft.fresh(WEIGHTS, 2, steps, pairs);
    draft.add(
        "RotaryEmbedding",
        List.of(x, cos, sin),
        FLOAT,
        false,
        Attribute.flag("interleaved", draft.oneIn(2)));
  }

  private static void attention(Draft draft) {
    int size = draft.between(1, 4);
    int keys = draft.between(1, 5);
    Value q = draft.fresh(WEIGHTS, 2, draft.oneOf(2, 4), draft.between(1, 4), size);
    Value k = draft.fresh(WEIGHTS, 2, 2, keys, size);
    Value v = draft.fresh(FLOATS, 2, 2, keys, draft.between(1, 4));
    draft.add(
        "Attention", List.of(q, k, v), FLOAT, false, Attribute.flag("is_causal", draft.oneIn(2)));
  }

  private static void gridSample(Draft draft) {
    Value x = draft.fresh(FLOATS, 2, 2, draft.between(2, 5), draft.between(2, 5));
    Value grid = draft.fresh(WEIGHTS, 2, draft.between(1, 3), draft.between(1, 3), 2);
    draft.add(
        "GridSample",
        List.of(x, grid),
        FLOAT,
        false,
        Attribute.text("padding_mode", draft.oneOf("zeros", "border", "reflection")));
  }

  private static void columns(Draft draft) {
    int blocks = draft.between(1, 3);
    Value x = draft.fresh(FLOATS, 1, 4 * draft.between(1, 2), blocks * blocks);
    draft.add(
        "Col2Im",
        List.of(x, draft.integers(blocks + 1, blocks + 1), draft.integers(2, 2)),
        FLOAT,
        false);
  }

  private static void centre(Draft draft) {
    Value x = draft.pick(FLOATS.atLeast(1));
    draft.add(
        "CenterCropPad",
        List.of(x, draft.integers(draft.between(1, 6))),
        FLOAT,
        true,
        Attribute.integers("axes", draft.axis(x)));
  }

  private static void affineGrid(Draft draft) {
    Value theta = draft.fresh(FLOATS, 2, 2, 3);
    Value size = draft.integers(2, 1, draft.between(2, 4), draft.between(2, 4));
    draft.add("AffineGrid", List.of(theta, size), FLOAT, false);
  }

  private static void deformConv(Draft draft) {
    Value x = draft.fresh(FLOATS, 1, 2, 4, 5);
    Value w = draft.fresh(WEIGHTS, draft.between(1, 3), 2, 2, 2);
    Value offset = draft.fresh(FLOATS, 1, 8, 3, 4);
    draft.add("DeformConv", List.of(x, w, offset), FLOAT, false);
  }

  private static void roiAlign(Draft draft) {
    Value x = draft.fresh(FLOATS, 2, 2, 5, 6);
    Value rois = draft.constant(Tensor.of(new float[] {0.3f, 0.6f, 3.1f, 4.2f, 1, 0, 5, 3}, 2, 4));
    draft.add(
        "RoiAlign",
        List.of(x, rois, draft.integers(0, 1)),
        FLOAT,
        false,
        Attribute.integer("output_height", 2),
        Attribute.integer("output_width", 2),
        Attribute.integer("sampling_ratio", 2));
  }
}
