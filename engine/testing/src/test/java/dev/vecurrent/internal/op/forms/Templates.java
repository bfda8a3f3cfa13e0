package dev.vecurrent.internal.op.forms;

import static java.util.Map.entry;

import dev.vecurrent.internal.Nullable;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Shapes that operators take, a word for each input, a character for each axis: a digit is a size,
 * a letter stands for one size wherever it is, {@code k} and {@code l} for small ones. An
 * underscore is a scalar.
 */
final class Templates {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          entry("Conv", "ncxy mckl m|ncx mck m|ncxyz mcklk m"),
          entry("ConvTranspose", "ncxy cmkl m|ncx cmk m"),
          entry("AveragePool MaxPool LpPool GlobalAveragePool GlobalMaxPool", "ncxy|ncx|ncxyz"),
          entry("GlobalLpPool LRN Crop ImageScaler MeanVarianceNormalization", "ncxy"),
          entry("BatchNormalization", "ncxy c c c c|nc c c c c"),
          entry("GroupNormalization", "n4xy 4 4|n4 4 4|n4x 2 2"),
          entry("InstanceNormalization", "ncxy c c|ncx c c"),
          entry("LayerNormalization RMSNormalization", "abc c c|abc bc bc"),
          entry("Gemm", "ab bc c|ab bc ac|ab bc _"),
          entry("MatMul MatMulInteger", "ab bc _ _|nab nbc a c|b bc|ab b|ab bc a c"),
          entry("QLinearMatMul", "ab _ _ bc _ _ _ _|nab _ _ bc c c _ _"),
          entry(
              "QLinearConv com.microsoft.QLinearConv",
              "ncxy _ _ mckl _ _ _ _ m|ncxy _ _ mckl m m _ _ m|ncx _ _ mck _ _ _ _ m"),
          entry("ConvInteger", "ncxy mckl _ _|ncx mck _ m"),
          entry("com.microsoft.QGemm", "ab _ _ bc _ _ c _ _|ab _ _ bc c c c"),
          entry("com.microsoft.DynamicQuantizeMatMul", "ab bc _ _ c|ab bc c c c"),
          entry("com.microsoft.MatMulIntegerToFloat", "ab bc _ _ _ _ c|ab bc _ c _ c c"),
          entry("com.microsoft.QLinearAdd com.microsoft.QLinearMul", "ab _ _ ab _ _ _ _"),
          entry("com.microsoft.QLinearAveragePool", "ncxy _ _ _ _"),
          entry("com.microsoft.QLinearGlobalAveragePool", "ncxy _ _ _ _"),
          entry("com.microsoft.QLinearConcat", "_ _ ab _ _"),
          entry("com.microsoft.QLinearLeakyRelu", "ab _ _ _ _"),
          entry("com.microsoft.QLinearSigmoid", "ab _ _ _ _"),
          entry("com.microsoft.QLinearSoftmax", "ab _ _ _ _"),
          entry("com.microsoft.QLinearReduceMean", "ab _ _ _ _|ncxy _ _ _ _"),
          entry("com.microsoft.QLinearWhere", "ab ab _ _ ab _ _ _ _"),
          entry("DequantizeLinear QuantizeLinear", "ab _ _|ab b b|ab ab ab"),
          entry("com.microsoft.DequantizeLinear com.microsoft.QuantizeLinear", "ab _ _|ab b b"),
          entry("Attention", "nhtd nhsd nhsv|nhtd nhsd nhsv ts nhpd nhpv|nta nsa nsb"),
          entry("RotaryEmbedding", "nht4 92 92 nt|nht4 nt2 nt2|nt8 92 92 nt"),
          entry("AffineGrid", "n23 4|n34 5"),
          entry("CenterCropPad", "ab 2|ab 1"),
          entry("Col2Im", "n4l 2 2|14l 2 2|n8l 3 3"),
          entry("DeformConv", "1133 1122 1822 1 1422|n1xy mckl nzab m nzab"),
          entry("GridSample", "ncxy nab2|ncxyz nabd3"),
          entry("NonMaxSuppression", "nb4 ncb _ _ _|nb4 ncb 1 1 1"),
          entry("RoiAlign", "ncxy r4 r"),
          entry("DFT", "nx1 _ _|nx2 _ _|abx1 _ _"),
          entry("STFT", "nx1 _ k _|99 _ 3 _|n91 _ 4 _"),
          entry("MelWeightMatrix", "_ _ _ _ _|1 1 1 1 1"),
          entry("BlackmanWindow HammingWindow HannWindow", "_|1"),
          entry("OneHot", "ab _ 2|_ _ 2|a 1 2|abcdefgh _ 2"),
          entry("TopK", "ab 1|a 1|abc 1"),
          entry("Pad", "ab 4 _ 2|a 2 _|abc 2 _ 1|ab 2 1 1"),
          entry("Resize", "ncxy 0 4|ncxy 0 0 4|ab 4 2|ncx _ 3|ncxy 8 4"),
          entry("Upsample", "ncxy 4|ab 2|ncx 3"),
          entry("ReverseSequence", "ab b|abc b|ba b"),
          entry("Scatter ScatterElements", "ab ab ab|a b b"),
          entry("GatherElements", "ab ab|a b"),
          entry("ScatterND", "ab c1 cb|ab c2 c|abc d2 dc|a 1 _"),
          entry("GatherND", "ab c1|ab c2|a 1|nab nc1"),
          entry("Slice DynamicSlice", "ab 2 2 2 2|ab 1 1 1 1|abc 2 2 2 2|a 1 1"),
          entry("Split", "ab 2|a 3|abc"),
          entry("SplitToSequence Trilu CumSum CumProd", "ab _|a _|abc 1"),
          entry("Reshape Tile Expand", "ab 2|a 1|abc 3|_ 0|ab 4"),
          entry("Range Clip", "_ _ _|1 1 1|ab _ _"),
          entry("Compress", "ab a|ab b|abc 2"),
          entry("Squeeze Unsqueeze", "1ab 1|a1 1|abc 2|ab _"),
          entry("NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss", "nc n c|ncx nx c|ncxy nxy c"),
          entry("Dropout", "ab _ _"),
          entry("ai.onnx.ml.ArrayFeatureExtractor", "ab c|ab 1c|a c"),
          entry("Einsum", "ab bc|aa|a|nab nbc|ab ab|abc abc"),
          entry("DepthToSpace", "n4xy|n8xy|n9xy"),
          entry("SpaceToDepth", "nc44|nc66|nc93"),
          entry("Det", "aa|nbb"),
          entry("Multinomial EyeLike", "ab"),
          entry("PRelu", "ncxy c|ab ab|ab _"),
          entry("ConcatFromSequence", "ab"),
          entry("SequenceAt SequenceErase", "ab _|ab 1"),
          entry("SequenceInsert", "ab ab _|ab ab 1"),
          entry("ConstantOfShape ConstantFill", "3|0|1"));

  private static final Map<String, String> BY_NAME = byName();

  private Templates() {}

  private static Map<String, String> byName() {
    Map<String, String> all = new HashMap<>();
    WORDS.forEach((names, words) -> {
      for (String name : names.split(" ")) {
        all.put(name, words);
      }
    });
    return Map.copyOf(all);
  }

  /** Shapes of the inputs that fit; {@code null} for an input of which that is not said. */
  static int @Nullable [] @Nullable [] draw(String operator, int inputs, Random random) {
    int[] @Nullable [] shapes = new int[inputs][];
    String[] forms = BY_NAME.getOrDefault(operator, "").split("\\|");
    String[] words = forms[random.nextInt(forms.length)].split(" ");
    int[] sizes = new int[128];
    for (int i = 0; i < inputs && i < words.length; i++) {
      if (words[i].isEmpty()) {
        continue;
      }
      String word = words[i].equals("_") ? "" : words[i];
      shapes[i] = new int[word.length()];
      for (int axis = 0; axis < word.length(); axis++) {
        char letter = word.charAt(axis);
        if (sizes[letter] == 0) {
          boolean small = letter == 'k' || letter == 'l' || letter == 'n';
          sizes[letter] = 1 + random.nextInt(small ? 2 : 4);
        }
        shapes[i][axis] = Character.isDigit(letter) ? letter - '0' : sizes[letter];
      }
    }
    return shapes;
  }
}
