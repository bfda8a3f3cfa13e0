package dev.vecurrent.internal.op;

import static java.util.Map.entry;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The registry: which operators there are. */
public final class Operators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("Abs", Arithmetic::abs),
          entry("Acos", Arithmetic::acos),
          entry("Acosh", Arithmetic::acosh),
          entry("Add", reader -> Binary.read(reader, 7, BinaryFunctions.ADD)),
          entry("And", reader -> Binary.read(reader, 7, BinaryFunctions.AND)),
          entry("ArgMax", reader -> ArgExtreme.read(reader, false)),
          entry("ArgMin", reader -> ArgExtreme.read(reader, true)),
          entry("Asin", Arithmetic::asin),
          entry("Asinh", Arithmetic::asinh),
          entry("Atan", Arithmetic::atan),
          entry("Atanh", Arithmetic::atanh),
          entry("AveragePool", Pool::average),
          entry("BatchNormalization", BatchNormalization::read),
          entry("BitwiseAnd", reader -> Binary.read(reader, 18, BinaryFunctions.BITWISE_AND)),
          entry("BitwiseNot", BitwiseNot::read),
          entry("BitwiseOr", reader -> Binary.read(reader, 18, BinaryFunctions.BITWISE_OR)),
          entry("BitwiseXor", reader -> Binary.read(reader, 18, BinaryFunctions.BITWISE_XOR)),
          entry("Cast", Cast::read),
          entry("CastLike", Cast::like),
          entry("Ceil", Arithmetic::ceil),
          entry("Celu", Activations::celu),
          entry("Clip", Clip::read),
          entry("Compress", Compress::read),
          entry("Concat", Concat::read),
          entry("ConcatFromSequence", ConcatFromSequence::read),
          entry("Constant", Constant::read),
          entry("ConstantOfShape", ConstantOfShape::read),
          entry("Conv", Conv::read),
          entry("ConvTranspose", ConvTranspose::read),
          entry("Cos", Arithmetic::cos),
          entry("Cosh", Arithmetic::cosh),
          entry("CumSum", CumSum::read),
          entry("DepthToSpace", reader -> DepthSpace.read(reader, true)),
          entry("Div", reader -> Binary.read(reader, 7, BinaryFunctions.DIV)),
          entry("Dropout", Copy::dropout),
          entry("Einsum", Einsum::read),
          entry("Elu", Activations::elu),
          entry("Equal", reader -> Binary.read(reader, 7, BinaryFunctions.EQUAL)),
          entry("Erf", Arithmetic::erf),
          entry("Exp", Arithmetic::exp),
          entry("Expand", Expand::read),
          entry("EyeLike", EyeLike::read),
          entry("Flatten", Flatten::read),
          entry("Floor", Arithmetic::floor),
          entry("Gather", Gather::read),
          entry("GatherElements", ElementIndices::gather),
          entry("GatherND", SliceIndices::gather),
          entry("Gelu", Activations::gelu),
          entry("Gemm", Gemm::read),
          entry("GlobalAveragePool", reader -> Pool.global(reader, Pool.Kind.GLOBAL_AVERAGE)),
          entry("GlobalLpPool", Pool::globalNorm),
          entry("GlobalMaxPool", reader -> Pool.global(reader, Pool.Kind.GLOBAL_MAX)),
          entry("Greater", reader -> Binary.read(reader, 7, BinaryFunctions.GREATER)),
          entry(
              "GreaterOrEqual",
              reader -> Binary.read(reader, 12, BinaryFunctions.GREATER_OR_EQUAL)),
          entry("GroupNormalization", GroupNorm::group),
          entry("HardSigmoid", Activations::hardSigmoid),
          entry("HardSwish", Activations::hardSwish),
          entry("Hardmax", Hardmax::read),
          entry("Identity", Copy::identity),
          entry("InstanceNormalization", GroupNorm::instance),
          entry("IsInf", FloatTest::isInf),
          entry("IsNaN", FloatTest::isNaN),
          entry("LayerNormalization", LayerNormalization::read),
          entry("LeakyRelu", Activations::leakyRelu),
          entry("Less", reader -> Binary.read(reader, 7, BinaryFunctions.LESS)),
          entry("LessOrEqual", reader -> Binary.read(reader, 12, BinaryFunctions.LESS_OR_EQUAL)),
          entry("Log", Arithmetic::log),
          entry("LogSoftmax", reader -> Softmax.read(reader, true)),
          entry("LpPool", Pool::norm),
          entry("MatMul", MatMul::read),
          entry("Max", Variadic::max),
          entry("MaxPool", Pool::max),
          entry("Mean", Variadic::mean),
          entry("Min", Variadic::min),
          entry("Mish", Activations::mish),
          entry("Mod", Binary::mod),
          entry("Mul", reader -> Binary.read(reader, 7, BinaryFunctions.MUL)),
          entry("Neg", Arithmetic::neg),
          entry("NonZero", NonZero::read),
          entry("Not", Not::read),
          entry("OneHot", OneHot::read),
          entry("Or", reader -> Binary.read(reader, 7, BinaryFunctions.OR)),
          entry("PRelu", Binary::prelu),
          entry("Pad", Pad::read),
          entry("Pow", Pow::read),
          entry("Range", Range::read),
          entry("Reciprocal", Arithmetic::reciprocal),
          entry("ReduceL1", reader -> Reduce.read(reader, Reduce.Kind.L1)),
          entry("ReduceL2", reader -> Reduce.read(reader, Reduce.Kind.L2)),
          entry("ReduceLogSum", reader -> Reduce.read(reader, Reduce.Kind.LOG_SUM)),
          entry("ReduceLogSumExp", reader -> Reduce.read(reader, Reduce.Kind.LOG_SUM_EXP)),
          entry("ReduceMax", reader -> Reduce.read(reader, Reduce.Kind.MAX)),
          entry("ReduceMean", reader -> Reduce.read(reader, Reduce.Kind.MEAN)),
          entry("ReduceMin", reader -> Reduce.read(reader, Reduce.Kind.MIN)),
          entry("ReduceProd", reader -> Reduce.read(reader, Reduce.Kind.PROD)),
          entry("ReduceSum", reader -> Reduce.read(reader, Reduce.Kind.SUM)),
          entry("ReduceSumSquare", reader -> Reduce.read(reader, Reduce.Kind.SUM_SQUARE)),
          entry("Relu", Activations::relu),
          entry("Reshape", Reshape::read),
          entry("Resize", Resize::read),
          entry("ReverseSequence", ReverseSequence::read),
          entry("Round", Arithmetic::round),
          entry("Scatter", reader -> ElementIndices.scatter(reader, "Scatter")),
          entry("ScatterElements", reader -> ElementIndices.scatter(reader, "ScatterElements")),
          entry("ScatterND", SliceIndices::scatter),
          entry("Selu", Activations::selu),
          entry("SequenceAt", SequenceAt::read),
          entry("SequenceConstruct", SequenceConstruct::read),
          entry("SequenceEmpty", SequenceEmpty::read),
          entry("SequenceErase", SequenceErase::read),
          entry("SequenceInsert", SequenceInsert::read),
          entry("SequenceLength", SequenceLength::read),
          entry("Shape", Shape::read),
          entry("Shrink", Activations::shrink),
          entry("Sigmoid", Arithmetic::sigmoid),
          entry("Sign", Arithmetic::sign),
          entry("Sin", Arithmetic::sin),
          entry("Sinh", Arithmetic::sinh),
          entry("Size", Size::read),
          entry("Slice", Slice::read),
          entry("Softmax", reader -> Softmax.read(reader, false)),
          entry("Softplus", Activations::softplus),
          entry("Softsign", Activations::softsign),
          entry("SpaceToDepth", reader -> DepthSpace.read(reader, false)),
          entry("Split", Split::read),
          entry("SplitToSequence", SplitToSequence::read),
          entry("Sqrt", Arithmetic::sqrt),
          entry("Squeeze", Squeeze::read),
          entry("Sub", reader -> Binary.read(reader, 7, BinaryFunctions.SUB)),
          entry("Sum", Variadic::sum),
          entry("Swish", Activations::swish),
          entry("Tan", Arithmetic::tan),
          entry("Tanh", Arithmetic::tanh),
          entry("ThresholdedRelu", Activations::thresholdedRelu),
          entry("Tile", Tile::read),
          entry("TopK", TopK::read),
          entry("Transpose", Transpose::read),
          entry("Trilu", Trilu::read),
          entry("Unsqueeze", Unsqueeze::read),
          entry("Upsample", Resize::upsample),
          entry("Where", Where::read),
          entry("Xor", reader -> Binary.read(reader, 7, BinaryFunctions.XOR)));

  private Operators() {}

  /** Names of all operators, sorted. */
  public static Set<String> names() {
    return new TreeSet<>(FACTORIES.keySet());
  }

  /**
   * Binds a node's attributes.
   *
   * @param node the node
   * @param findings receives every reason for refusal
   * @return the operator, or {@code null} if there were findings
   */
  public static @Nullable Operator create(OperatorNode node, List<Finding> findings) {
    Function<NodeReader, Operator> factory = FACTORIES.get(node.operator());
    if (factory == null) {
      findings.add(new Finding(node.name(), node.operator(), "", "", "operator is not supported"));
      return null;
    }
    NodeReader reader = new NodeReader(node);
    Operator operator = factory.apply(reader);
    List<Finding> found = reader.finish();
    findings.addAll(found);
    return found.isEmpty() ? operator : null;
  }
}
