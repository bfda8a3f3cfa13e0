package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Types;
import java.util.List;

/** The operators of this package by name. */
public final class ElementwiseOperators {

  /** The operator whose limits are inputs: importers make one where a fused node has limits. */
  public static final String CLIP = "Clip";

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of(
          "Abs",
          "Acos",
          "Acosh",
          "Add",
          "And",
          "Asin",
          "Asinh",
          "Atan",
          "Atanh",
          "BitShift",
          "BitwiseAnd",
          "BitwiseNot",
          "BitwiseOr",
          "BitwiseXor",
          "Cast",
          "CastLike",
          "Ceil",
          "Celu",
          CLIP,
          "Cos",
          "Cosh",
          "Div",
          "Elu",
          "Equal",
          "Erf",
          "Exp",
          "Floor",
          "Gelu",
          "Greater",
          "GreaterOrEqual",
          "HardSigmoid",
          "HardSwish",
          "IsInf",
          "IsNaN",
          "LeakyRelu",
          "Less",
          "LessOrEqual",
          "Log",
          "Max",
          "Mean",
          "Min",
          "Mish",
          "Mod",
          "Mul",
          "Neg",
          "Not",
          "Or",
          "PRelu",
          "Pow",
          "Reciprocal",
          "Relu",
          "Round",
          "Selu",
          "Shrink",
          "Sigmoid",
          "Sign",
          "Sin",
          "Sinh",
          "Softplus",
          "Softsign",
          "Sqrt",
          "Sub",
          "Sum",
          "Swish",
          "Tan",
          "Tanh",
          "ThresholdedRelu",
          "Where",
          "Xor");

  private ElementwiseOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "Abs" -> Arithmetic.abs(reader);
      case "Acos" -> Elementary.acos(reader);
      case "Acosh" -> Elementary.acosh(reader);
      case "Add" -> Binary.old(reader, NumberFunctions.add(Types.ALL_NUMBERS));
      case "And" -> Binary.old(reader, LogicFunctions.and());
      case "Asin" -> Elementary.asin(reader);
      case "Asinh" -> Elementary.asinh(reader);
      case "Atan" -> Elementary.atan(reader);
      case "Atanh" -> Elementary.atanh(reader);
      case "BitShift" -> Binary.shift(reader);
      case "BitwiseAnd" -> Binary.read(reader, 18, LogicFunctions.bitwiseAnd());
      case "BitwiseNot" -> BitwiseNot.read(reader);
      case "BitwiseOr" -> Binary.read(reader, 18, LogicFunctions.bitwiseOr());
      case "BitwiseXor" -> Binary.read(reader, 18, LogicFunctions.bitwiseXor());
      case "Cast" -> Cast.read(reader);
      case "CastLike" -> Cast.like(reader);
      case "Ceil" -> Arithmetic.ceil(reader);
      case "Celu" -> Activations.celu(reader);
      case CLIP -> Clip.read(reader);
      case "Cos" -> Elementary.cos(reader);
      case "Cosh" -> Elementary.cosh(reader);
      case "Div" -> Binary.old(reader, NumberFunctions.div());
      case "Elu" -> Activations.elu(reader);
      case "Equal" -> Binary.old(reader, Comparisons.equal());
      case "Erf" -> Elementary.erf(reader);
      case "Exp" -> Elementary.exp(reader);
      case "Floor" -> Arithmetic.floor(reader);
      case "Gelu" -> Activations.gelu(reader);
      case "Greater" -> Binary.old(reader, Comparisons.greater());
      case "GreaterOrEqual" -> Binary.read(reader, 12, Comparisons.greaterOrEqual());
      case "HardSigmoid" -> Activations.hardSigmoid(reader);
      case "HardSwish" -> Activations.hardSwish(reader);
      case "IsInf" -> FloatTest.isInf(reader);
      case "IsNaN" -> FloatTest.isNaN(reader);
      case "LeakyRelu" -> Activations.leakyRelu(reader);
      case "Less" -> Binary.old(reader, Comparisons.less());
      case "LessOrEqual" -> Binary.read(reader, 12, Comparisons.lessOrEqual());
      case "Log" -> Elementary.log(reader);
      case "Max" -> Variadic.max(reader);
      case "Mean" -> Variadic.mean(reader);
      case "Min" -> Variadic.min(reader);
      case "Mish" -> Activations.mish(reader);
      case "Mod" -> Binary.mod(reader);
      case "Mul" -> Binary.old(reader, NumberFunctions.mul());
      case "Neg" -> Arithmetic.neg(reader);
      case "Not" -> Not.read(reader);
      case "Or" -> Binary.old(reader, LogicFunctions.or());
      case "PRelu" -> Binary.prelu(reader);
      case "Pow" -> Pow.read(reader);
      case "Reciprocal" -> Arithmetic.reciprocal(reader);
      case "Relu" -> Activations.relu(reader);
      case "Round" -> Arithmetic.round(reader);
      case "Selu" -> Activations.selu(reader);
      case "Shrink" -> Activations.shrink(reader);
      case "Sigmoid" -> Elementary.sigmoid(reader);
      case "Sign" -> Arithmetic.sign(reader);
      case "Sin" -> Elementary.sin(reader);
      case "Sinh" -> Elementary.sinh(reader);
      case "Softplus" -> Activations.softplus(reader);
      case "Softsign" -> Activations.softsign(reader);
      case "Sqrt" -> Arithmetic.sqrt(reader);
      case "Sub" -> Binary.old(reader, NumberFunctions.sub());
      case "Sum" -> Variadic.sum(reader);
      case "Swish" -> Activations.swish(reader);
      case "Tan" -> Elementary.tan(reader);
      case "Tanh" -> Elementary.tanh(reader);
      case "ThresholdedRelu" -> Activations.thresholdedRelu(reader);
      case "Where" -> Where.read(reader);
      case "Xor" -> Binary.old(reader, LogicFunctions.xor());
      default -> null;
    };
  }
}
