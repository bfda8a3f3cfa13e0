package dev.vecurrent.internal.op.forms;

import static java.util.Map.entry;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Which types an operator takes, in letters, one word for each input: {@code R} reals, {@code N}
 * numbers, {@code A} any type, {@code X} and {@code Y} others of any type, {@code U} integers,
 * {@code i} and {@code k} indices, {@code Q} and {@code P} bytes, {@code q} a sequence, {@code o}
 * an optional value; {@code F D I J B S} one type each. A letter is drawn once for a node. A
 * question mark: may be absent; a star: any number of them.
 */
final class Signatures {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          entry("Add Sub Mul Div Mod PRelu Max Min Sum Mean", "N N*"),
          entry("Equal Less Greater LessOrEqual GreaterOrEqual MatMul Pow", "N N"),
          entry("And Or Xor", "B B"),
          entry("Not", "B"),
          entry("BitShift BitwiseAnd BitwiseOr BitwiseXor", "U U"),
          entry("BitwiseNot", "U"),
          entry("Abs Neg Sign ArgMax ArgMin", "N"),
          entry("BatchNormalization", "R R R R R"),
          entry("Cast Flatten Identity NonZero Shape Size DepthToSpace SpaceToDepth", "A"),
          entry("Transpose Unique EyeLike Optional RandomNormalLike RandomUniformLike", "A"),
          entry("CastLike", "A X"),
          entry("Clip", "N N? N?"),
          entry("Compress", "A B"),
          entry("Concat SequenceConstruct", "A A*"),
          entry("ConcatFromSequence SequenceLength", "q"),
          entry("Constant SequenceEmpty RandomNormal RandomUniform", ""),
          entry("ConstantOfShape", "I"),
          entry("ConstantFill", "i?"),
          entry("GivenTensorFill", "A?"),
          entry("Conv ConvTranspose Gemm LayerNormalization", "R R R?"),
          entry("CumSum CumProd", "N i"),
          entry("DynamicSlice", "A i i i?"),
          entry("Einsum", "N N?"),
          entry("Expand Reshape Tile GatherND ReverseSequence Unsqueeze", "A I"),
          entry("Gather GatherElements CenterCropPad", "A i"),
          entry("GroupNormalization InstanceNormalization", "R R R"),
          entry("OneHot", "N X Y"),
          entry("Pad", "A I A? i?"),
          entry("Range", "N N N"),
          entry("ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax", "N I?"),
          entry("ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare TopK", "N I?"),
          entry("Resize", "N F? F? I?"),
          entry("Upsample", "N F"),
          entry("Scatter ScatterElements ScatterND", "A I A"),
          entry("SequenceAt", "q i"),
          entry("SequenceErase", "q i?"),
          entry("SequenceInsert", "q A i?"),
          entry("Slice", "A i i i? i?"),
          entry("Split Squeeze Trilu", "A I?"),
          entry("SplitToSequence", "A i?"),
          entry("Where", "B A A"),
          entry("NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss", "R i R?"),
          entry("ai.onnx.ml.ArrayFeatureExtractor", "A I"),
          entry("ai.onnx.ml.CategoryMapper ai.onnx.ml.LabelEncoder", "X"),
          entry("ai.onnx.ml.OneHotEncoder ai.onnx.ml.Imputer TfIdfVectorizer", "X"),
          entry("ai.onnx.ml.FeatureVectorizer", "N N*"),
          entry("ai.onnx.ml.Binarizer ai.onnx.ml.Normalizer ai.onnx.ml.Scaler", "N"),
          entry("Attention", "R R R A? R? R?"),
          entry("RMSNormalization GridSample", "R R"),
          entry("RotaryEmbedding", "R R R I?"),
          entry("OptionalGetElement", "o"),
          entry("OptionalHasElement", "o?"),
          entry("ConvInteger MatMulInteger", "Q P Q? P?"),
          entry("DequantizeLinear", "Q F Q?"),
          entry("com.microsoft.DequantizeLinear", "Q F Q?"),
          entry("DynamicQuantizeLinear", "F"),
          entry("QLinearConv", "Q F Q P F P F Q J?"),
          entry("QLinearMatMul", "Q F Q P F P F Q"),
          entry("QuantizeLinear", "F F Q?"),
          entry("com.microsoft.QuantizeLinear", "F F Q?"),
          entry("com.microsoft.DynamicQuantizeMatMul", "F P F P? F?"),
          entry("com.microsoft.MatMulIntegerToFloat", "Q P F F Q? P? F?"),
          entry("com.microsoft.QGemm", "Q F Q P F P J? F? Q?"),
          entry("com.microsoft.QLinearAdd com.microsoft.QLinearMul", "Q F Q Q F Q F Q?"),
          entry("com.microsoft.QLinearAveragePool", "Q F Q? F Q?"),
          entry("com.microsoft.QLinearGlobalAveragePool", "Q F Q F Q"),
          entry("com.microsoft.QLinearConcat", "F Q Q F Q"),
          entry("com.microsoft.QLinearConv", "Q F Q P F P F Q J?"),
          entry("com.microsoft.QLinearLeakyRelu com.microsoft.QLinearSigmoid", "Q F Q? F Q?"),
          entry("com.microsoft.QLinearReduceMean", "Q F Q F Q"),
          entry("com.microsoft.QLinearSoftmax", "Q F Q? F Q"),
          entry("com.microsoft.QLinearWhere", "B Q F Q Q F Q F Q"),
          entry("Dropout", "R F? B?"),
          entry("AffineGrid", "R I"),
          entry("Col2Im", "R I I"),
          entry("DeformConv", "R R R R? R?"),
          entry("NonMaxSuppression", "F F I? F? F?"),
          entry("RoiAlign", "R R I"),
          entry("BlackmanWindow HammingWindow HannWindow", "i"),
          entry("DFT", "R i? i?"),
          entry("MelWeightMatrix", "i i i R R"),
          entry("STFT", "R i R? i?"),
          entry("RegexFullMatch StringNormalizer StringSplit", "S"),
          entry("StringConcat", "S S"));

  private static final Map<String, String> BY_NAME = byName();

  private static final ElementType[] ANY = {
    ElementType.FLOAT32,
    ElementType.FLOAT64,
    ElementType.INT64,
    ElementType.INT32,
    ElementType.INT16,
    ElementType.UINT16,
    ElementType.INT8,
    ElementType.UINT8,
    ElementType.INT4,
    ElementType.UINT4,
    ElementType.UINT32,
    ElementType.UINT64,
    ElementType.BOOL,
    ElementType.STRING
  };

  private static final ElementType[] REALS = {
    ElementType.FLOAT32, ElementType.FLOAT32, ElementType.FLOAT64
  };

  private static final ElementType[] NUMBERS = {
    ElementType.FLOAT32,
    ElementType.FLOAT32,
    ElementType.FLOAT32,
    ElementType.FLOAT64,
    ElementType.INT64,
    ElementType.INT32,
    ElementType.UINT8,
    ElementType.INT16,
    ElementType.UINT64
  };

  private static final ElementType[] INTEGERS = {
    ElementType.INT64,
    ElementType.INT32,
    ElementType.INT16,
    ElementType.INT8,
    ElementType.UINT64,
    ElementType.UINT32,
    ElementType.UINT16,
    ElementType.UINT8
  };

  private static final ElementType[] INDICES = {ElementType.INT64, ElementType.INT32};

  private static final ElementType[] BYTES = {ElementType.INT8, ElementType.UINT8};

  /**
   * What an input is to be.
   *
   * @param type of its elements
   * @param isSequence whether it is a sequence of tensors
   * @param isOptional whether it is an optional value
   */
  record Kind(ElementType type, boolean isSequence, boolean isOptional) {}

  private Signatures() {}

  private static Map<String, String> byName() {
    Map<String, String> all = new HashMap<>();
    WORDS.forEach((names, words) -> {
      for (String name : names.split(" ")) {
        all.put(name, words);
      }
    });
    return Map.copyOf(all);
  }

  /** Inputs of an operator; {@code null} for an absent one. */
  static List<@Nullable Kind> draw(String operator, Random random) {
    Map<Character, Kind> drawn = new HashMap<>();
    List<@Nullable Kind> kinds = new ArrayList<>();
    for (String word : BY_NAME.getOrDefault(operator, "R").split(" ")) {
      if (word.isEmpty()) {
        continue;
      }
      boolean optional = word.endsWith("?");
      if (optional && random.nextInt(5) == 0) {
        break;
      }
      int count = word.endsWith("*") ? random.nextInt(3) + 1 : 1;
      for (int i = 0; i < count; i++) {
        boolean absent = optional && random.nextInt(3) == 0;
        Kind kind = drawn.computeIfAbsent(word.charAt(0), letter -> kind(letter, random));
        kinds.add(absent ? null : random.nextInt(25) == 0 ? kind('A', random) : kind);
      }
    }
    return kinds;
  }

  private static Kind kind(char letter, Random random) {
    ElementType[] choices =
        switch (letter) {
          case 'R' -> REALS;
          case 'N' -> NUMBERS;
          case 'U' -> INTEGERS;
          case 'i', 'k' -> INDICES;
          case 'Q', 'P' -> BYTES;
          case 'F' -> new ElementType[] {ElementType.FLOAT32};
          case 'I' -> new ElementType[] {ElementType.INT64};
          case 'J' -> new ElementType[] {ElementType.INT32};
          case 'B' -> new ElementType[] {ElementType.BOOL};
          case 'S' -> new ElementType[] {ElementType.STRING};
          default -> ANY;
        };
    ElementType type = choices[random.nextInt(choices.length)];
    boolean optional = letter == 'o';
    return new Kind(type, letter == 'q' || (optional && random.nextInt(3) == 0), optional);
  }
}
