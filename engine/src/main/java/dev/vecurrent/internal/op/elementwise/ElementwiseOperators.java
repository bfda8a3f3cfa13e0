package dev.vecurrent.internal.op.elementwise;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class ElementwiseOperators {

  /** The operator whose limits are inputs: importers make one where a fused node has limits. */
  public static final String CLIP = "Clip";

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("Abs", Arithmetic::abs),
          entry("Acos", Arithmetic::acos),
          entry("Acosh", Arithmetic::acosh),
          entry("Add", reader -> Binary.old(reader, BinaryFunctions.ADD)),
          entry("And", reader -> Binary.old(reader, BinaryFunctions.AND)),
          entry("Asin", Arithmetic::asin),
          entry("Asinh", Arithmetic::asinh),
          entry("Atan", Arithmetic::atan),
          entry("Atanh", Arithmetic::atanh),
          entry("BitShift", Binary::shift),
          entry("BitwiseAnd", reader -> Binary.read(reader, 18, BinaryFunctions.BITWISE_AND)),
          entry("BitwiseNot", BitwiseNot::read),
          entry("BitwiseOr", reader -> Binary.read(reader, 18, BinaryFunctions.BITWISE_OR)),
          entry("BitwiseXor", reader -> Binary.read(reader, 18, BinaryFunctions.BITWISE_XOR)),
          entry("Cast", Cast::read),
          entry("CastLike", Cast::like),
          entry("Ceil", Arithmetic::ceil),
          entry("Celu", Activations::celu),
          entry(CLIP, Clip::read),
          entry("Cos", Arithmetic::cos),
          entry("Cosh", Arithmetic::cosh),
          entry("Div", reader -> Binary.old(reader, BinaryFunctions.DIV)),
          entry("Elu", Activations::elu),
          entry("Equal", reader -> Binary.old(reader, BinaryFunctions.EQUAL)),
          entry("Erf", Arithmetic::erf),
          entry("Exp", Arithmetic::exp),
          entry("Floor", Arithmetic::floor),
          entry("Gelu", Activations::gelu),
          entry("Greater", reader -> Binary.old(reader, BinaryFunctions.GREATER)),
          entry(
              "GreaterOrEqual",
              reader -> Binary.read(reader, 12, BinaryFunctions.GREATER_OR_EQUAL)),
          entry("HardSigmoid", Activations::hardSigmoid),
          entry("HardSwish", Activations::hardSwish),
          entry("IsInf", FloatTest::isInf),
          entry("IsNaN", FloatTest::isNaN),
          entry("LeakyRelu", Activations::leakyRelu),
          entry("Less", reader -> Binary.old(reader, BinaryFunctions.LESS)),
          entry("LessOrEqual", reader -> Binary.read(reader, 12, BinaryFunctions.LESS_OR_EQUAL)),
          entry("Log", Arithmetic::log),
          entry("Max", Variadic::max),
          entry("Mean", Variadic::mean),
          entry("Min", Variadic::min),
          entry("Mish", Activations::mish),
          entry("Mod", Binary::mod),
          entry("Mul", reader -> Binary.old(reader, BinaryFunctions.MUL)),
          entry("Neg", Arithmetic::neg),
          entry("Not", Not::read),
          entry("Or", reader -> Binary.old(reader, BinaryFunctions.OR)),
          entry("PRelu", Binary::prelu),
          entry("Pow", Pow::read),
          entry("Reciprocal", Arithmetic::reciprocal),
          entry("Relu", Activations::relu),
          entry("Round", Arithmetic::round),
          entry("Selu", Activations::selu),
          entry("Shrink", Activations::shrink),
          entry("Sigmoid", Arithmetic::sigmoid),
          entry("Sign", Arithmetic::sign),
          entry("Sin", Arithmetic::sin),
          entry("Sinh", Arithmetic::sinh),
          entry("Softplus", Activations::softplus),
          entry("Softsign", Activations::softsign),
          entry("Sqrt", Arithmetic::sqrt),
          entry("Sub", reader -> Binary.old(reader, BinaryFunctions.SUB)),
          entry("Sum", Variadic::sum),
          entry("Swish", Activations::swish),
          entry("Tan", Arithmetic::tan),
          entry("Tanh", Arithmetic::tanh),
          entry("ThresholdedRelu", Activations::thresholdedRelu),
          entry("Where", Where::read),
          entry("Xor", reader -> Binary.old(reader, BinaryFunctions.XOR)));

  private ElementwiseOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
