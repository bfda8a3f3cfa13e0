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
          entry("Abs", reader -> Unary.read(reader, Unary.Kind.ABS)),
          entry("Add", reader -> Binary.read(reader, Binary.Kind.ADD)),
          entry("And", reader -> Binary.read(reader, Binary.Kind.AND)),
          entry("ArgMax", ArgMax::read),
          entry("AveragePool", Pool::average),
          entry("BatchNormalization", BatchNormalization::read),
          entry("Cast", Cast::read),
          entry("Clip", Clip::read),
          entry("Concat", Concat::read),
          entry("Constant", Constant::read),
          entry("ConstantOfShape", ConstantOfShape::read),
          entry("Conv", Conv::read),
          entry("ConvTranspose", ConvTranspose::read),
          entry("Div", reader -> Binary.read(reader, Binary.Kind.DIV)),
          entry("Dropout", Copy::dropout),
          entry("Equal", reader -> Binary.read(reader, Binary.Kind.EQUAL)),
          entry("Exp", reader -> Unary.read(reader, Unary.Kind.EXP)),
          entry("Expand", Expand::read),
          entry("Flatten", Flatten::read),
          entry("Gather", Gather::read),
          entry("Gemm", Gemm::read),
          entry("GlobalAveragePool", reader -> Pool.global(reader, Pool.Kind.GLOBAL_AVERAGE)),
          entry("GlobalMaxPool", reader -> Pool.global(reader, Pool.Kind.GLOBAL_MAX)),
          entry("Greater", reader -> Binary.read(reader, Binary.Kind.GREATER)),
          entry("GreaterOrEqual", reader -> Binary.read(reader, Binary.Kind.GREATER_OR_EQUAL)),
          entry("GroupNormalization", GroupNorm::group),
          entry("Identity", Copy::identity),
          entry("InstanceNormalization", GroupNorm::instance),
          entry("LayerNormalization", LayerNormalization::read),
          entry("Less", reader -> Binary.read(reader, Binary.Kind.LESS)),
          entry("LessOrEqual", reader -> Binary.read(reader, Binary.Kind.LESS_OR_EQUAL)),
          entry("Log", reader -> Unary.read(reader, Unary.Kind.LOG)),
          entry("LogSoftmax", reader -> Softmax.read(reader, true)),
          entry("MatMul", MatMul::read),
          entry("Max", reader -> Extremum.read(reader, true)),
          entry("MaxPool", Pool::max),
          entry("Min", reader -> Extremum.read(reader, false)),
          entry("Mul", reader -> Binary.read(reader, Binary.Kind.MUL)),
          entry("Neg", reader -> Unary.read(reader, Unary.Kind.NEG)),
          entry("Not", reader -> Unary.read(reader, Unary.Kind.NOT)),
          entry("Or", reader -> Binary.read(reader, Binary.Kind.OR)),
          entry("Pad", Pad::read),
          entry("Pow", reader -> Binary.read(reader, Binary.Kind.POW)),
          entry("Range", Range::read),
          entry("ReduceMax", reader -> Reduce.read(reader, Reduce.Kind.MAX)),
          entry("ReduceMean", reader -> Reduce.read(reader, Reduce.Kind.MEAN)),
          entry("ReduceMin", reader -> Reduce.read(reader, Reduce.Kind.MIN)),
          entry("ReduceSum", reader -> Reduce.read(reader, Reduce.Kind.SUM)),
          entry("Relu", reader -> Unary.read(reader, Unary.Kind.RELU)),
          entry("Reshape", Reshape::read),
          entry("Shape", Shape::read),
          entry("Sigmoid", reader -> Unary.read(reader, Unary.Kind.SIGMOID)),
          entry("Size", Size::read),
          entry("Slice", Slice::read),
          entry("Softmax", reader -> Softmax.read(reader, false)),
          entry("Split", Split::read),
          entry("Sqrt", reader -> Unary.read(reader, Unary.Kind.SQRT)),
          entry("Squeeze", Squeeze::read),
          entry("Sub", reader -> Binary.read(reader, Binary.Kind.SUB)),
          entry("Tanh", reader -> Unary.read(reader, Unary.Kind.TANH)),
          entry("Tile", Tile::read),
          entry("Transpose", Transpose::read),
          entry("Unsqueeze", Unsqueeze::read),
          entry("Where", Where::read),
          entry("Xor", reader -> Binary.read(reader, Binary.Kind.XOR)));

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
