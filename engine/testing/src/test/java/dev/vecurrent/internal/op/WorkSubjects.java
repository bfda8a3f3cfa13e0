package dev.vecurrent.internal.op;

import static dev.vecurrent.internal.op.Nodes.with;

import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.reduce.Reduce;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Nodes of each operator, in the forms that take different ways through its code. */
final class WorkSubjects {

  private final List<WorkSubject> all = new ArrayList<>();

  private WorkSubjects() {}

  /** Nodes of the core operators, and of those beside them that are not more special. */
  static List<WorkSubject> ofCore() {
    WorkSubjects subjects = new WorkSubjects();
    subjects.elements();
    subjects.moves();
    subjects.choices();
    subjects.reductions();
    subjects.products();
    subjects.windows();
    subjects.norms();
    subjects.sequences();
    subjects.legacy();
    return subjects.all;
  }

  private void add(
      String name, int opset, Map<String, AttributeValue> attributes, WorkSubject.Inputs inputs) {
    all.add(new WorkSubject("", name, opset, attributes, 1, inputs));
  }

  private void add(
      String name,
      int opset,
      Map<String, AttributeValue> attributes,
      int outputs,
      WorkSubject.Inputs inputs) {
    all.add(new WorkSubject("", name, opset, attributes, outputs, inputs));
  }

  private static Tensor[] in(Tensor... tensors) {
    return tensors;
  }

  static Tensor floats(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = (i * 37 % 19 + 1) / 20f;
    }
    return tensor;
  }

  static Tensor doubles(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT64, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.doubles()[i] = (i * 37 % 19 + 1) / 20.0;
    }
    return tensor;
  }

  /** Integers of 0 to 2. */
  static Tensor whole(ElementType type, int... shape) {
    Tensor tensor = Tensor.zeros(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      Integers.set(tensor, i, i * 37L % 3);
    }
    return tensor;
  }

  static Tensor truths(int... shape) {
    return whole(ElementType.BOOL, shape);
  }

  static Tensor list(long... values) {
    return Tensor.of(values, values.length);
  }

  static Tensor one(long value) {
    return Tensor.of(new long[] {value});
  }

  private static Tensor texts(int n, String text) {
    Tensor tensor = Tensor.zeros(ElementType.STRING, n);
    for (int i = 0; i < n; i++) {
      tensor.strings()[i] = text;
    }
    return tensor;
  }

  private void elements() {
    for (String name :
        List.of(
            "Abs",
            "Acos",
            "Acosh",
            "Asin",
            "Asinh",
            "Atan",
            "Atanh",
            "Ceil",
            "Celu",
            "Cos",
            "Cosh",
            "Elu",
            "Erf",
            "Exp",
            "Floor",
            "Gelu",
            "HardSigmoid",
            "HardSwish",
            "IsInf",
            "IsNaN",
            "LeakyRelu",
            "Log",
            "Mish",
            "Neg",
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
            "Swish",
            "Tan",
            "Tanh",
            "ThresholdedRelu",
            "Identity",
            "Hardmax",
            "LogSoftmax",
            "Softmax")) {
      add(name, 24, Map.of(), n -> in(floats(n)));
      add(name, 24, Map.of(), n -> in(doubles(n)));
    }
    add("Gelu", 20, with("approximate", "tanh"), n -> in(floats(n)));
    for (String name : List.of("Abs", "Neg", "Relu", "Sign", "BitwiseNot")) {
      add(name, 18, Map.of(), n -> in(whole(ElementType.INT64, n)));
      add(name, 18, Map.of(), n -> in(whole(ElementType.INT32, n)));
      add(name, 18, Map.of(), n -> in(whole(ElementType.INT8, n)));
    }
    add("Not", 1, Map.of(), n -> in(truths(n)));
    for (String name : List.of("Add", "Sub", "Mul", "Div", "PRelu")) {
      add(name, 16, Map.of(), n -> in(floats(n), floats(n)));
      add(name, 16, Map.of(), n -> in(floats(n), floats(1)));
      add(name, 16, Map.of(), n -> in(floats(n / 4 + 1, 4), floats(4)));
      add(name, 16, Map.of(), n -> in(doubles(n / 4 + 1, 4), doubles(1, 4)));
    }
    for (String name :
        List.of("Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "Pow", "Max", "Min")) {
      add(name, 16, Map.of(), n -> in(floats(n / 4 + 1, 4), floats(n / 4 + 1, 1)));
      add(name, 16, Map.of(), n -> in(whole(ElementType.INT64, n), whole(ElementType.INT64, 1)));
    }
    add("Mod", 13, Map.of(), n -> in(whole(ElementType.INT32, n), list32(7)));
    add("Mod", 13, with("fmod", 1), n -> in(floats(n), floats(1)));
    add("Sum", 13, Map.of(), n -> in(floats(n), floats(1), floats(n)));
    add("Mean", 13, Map.of(), n -> in(floats(n), floats(1), floats(n)));
    add("Sum", 13, Map.of(), n -> in(floats(n)));
    for (String name : List.of("And", "Or", "Xor")) {
      add(name, 7, Map.of(), n -> in(truths(n), truths(n)));
    }
    for (String name : List.of("BitwiseAnd", "BitwiseOr", "BitwiseXor")) {
      add(name, 18, Map.of(), n -> in(whole(ElementType.INT16, n), whole(ElementType.INT16, n)));
    }
    add(
        "BitShift",
        11,
        with("direction", "LEFT"),
        n -> in(whole(ElementType.UINT8, n), whole(ElementType.UINT8, n)));
    add("Add", 6, with("broadcast", 1, "axis", 0), n -> in(floats(n, 2), floats(n)));
    add("Clip", 13, Map.of(), n -> in(floats(n)));
    add("Clip", 13, Map.of(), n -> in(doubles(n)));
    add("Clip", 13, Map.of(), n -> in(whole(ElementType.INT8, n)));
    add("Cast", 13, with("to", 7), n -> in(floats(n)));
    add("Cast", 13, with("to", 1), n -> in(doubles(n)));
    add("Cast", 13, with("to", 1), n -> in(floats(n)));
    add("Cast", 13, with("to", 8), n -> in(floats(n / 64)));
    add("Cast", 13, with("to", 1), n -> in(texts(n / 64, "1.5")));
    add("CastLike", 15, Map.of(), n -> in(whole(ElementType.INT32, n), floats(1)));
    add("Where", 16, Map.of(), n -> in(truths(n), floats(n), floats(1)));
    add(
        "Where",
        16,
        Map.of(),
        n -> in(truths(n / 4 + 1, 1), whole(ElementType.INT8, 4), byteOne()));
  }

  private static Tensor byteOne() {
    return whole(ElementType.INT8, 1);
  }

  private static Tensor list32(int value) {
    Tensor tensor = Tensor.zeros(ElementType.INT32, 1);
    tensor.ints()[0] = value;
    return tensor;
  }

  private void moves() {
    add("Transpose", 13, with("perm", new long[] {1, 0}), n -> in(floats(n / 16 + 1, 16)));
    add("Transpose", 13, with("perm", new long[] {1, 0}), n -> in(doubles(n / 16 + 1, 16)));
    add("Transpose", 13, with("perm", new long[] {1, 0}), n -> in(truths(n / 16 + 1, 16)));
    add("Transpose", 13, with("perm", new long[] {1, 0, 2}), n -> in(floats(n / 16 + 1, 4, 4)));
    add("Expand", 13, Map.of(), n -> in(floats(1), list(n)));
    add("Expand", 13, Map.of(), n -> in(whole(ElementType.INT8, 1, 2), list(n / 2 + 1, 2)));
    add("Tile", 13, Map.of(), n -> in(floats(3), list(n / 3 + 1)));
    add("Tile", 5, Map.of(), n -> in(floats(3), list(n / 3 + 1), list(0)));
    add("Slice", 13, Map.of(), n -> in(floats(n), list(0), list(n), list(0), list(2)));
    add(
        "Slice",
        9,
        with("starts", new long[] {1}, "ends", new long[] {1 << 30}),
        n -> in(floats(n)));
    add("DynamicSlice", 9, Map.of(), n -> in(floats(n), list(1), list(n)));
    add("Concat", 13, with("axis", 0), n -> in(floats(n), floats(n)));
    add("Concat", 13, with("axis", -1), n -> in(floats(n / 2 + 1, 1), floats(n / 2 + 1, 1)));
    add("Split", 13, with("axis", 0), 2, n -> in(floats(2 * n)));
    add("Split", 13, with("axis", 1), 2, n -> in(floats(n, 2)));
    add("Gather", 13, Map.of(), n -> in(floats(3), whole(ElementType.INT64, n)));
    add("Gather", 13, with("axis", 1), n -> in(floats(n / 3 + 1, 3), list(2, 1)));
    add("GatherElements", 13, Map.of(), n -> in(floats(n), whole(ElementType.INT64, n)));
    add("GatherND", 13, Map.of(), n -> in(floats(3, 2), whole(ElementType.INT64, n, 1)));
    for (String name : List.of("Scatter", "ScatterElements")) {
      add(
          name,
          name.equals("Scatter") ? 10 : 18,
          Map.of(),
          n -> in(floats(n), whole(ElementType.INT64, n), floats(n)));
    }
    add(
        "ScatterND",
        18,
        with("reduction", "add"),
        n -> in(floats(3, 4), whole(ElementType.INT64, n / 4, 1), floats(n / 4, 4)));
    add("ScatterND", 18, Map.of(), n -> in(floats(3, n), list1(2), floats(1, n)));
    add("Compress", 11, Map.of(), n -> in(floats(n), truths(n)));
    add("Compress", 11, with("axis", 0), n -> in(floats(n, 2), truths(n)));
    add("ReverseSequence", 10, Map.of(), n -> in(floats(n, 2), list(n, 1)));
    add("DepthToSpace", 13, with("blocksize", 2), n -> in(floats(1, 4, n / 8 + 1, 2)));
    add("SpaceToDepth", 13, with("blocksize", 2), n -> in(floats(1, 1, 2 * (n / 8 + 1), 4)));
    add("Pad", 18, Map.of(), n -> in(floats(2), list(n, 1)));
    add("Pad", 18, with("mode", "edge"), n -> in(floats(2), list(n, 1)));
    add("Pad", 18, Map.of(), n -> in(whole(ElementType.INT32, n, 2), list(0, 1, 0, 1)));
    add("Trilu", 14, Map.of(), n -> in(floats(n / 64 + 1, 64)));
    add("EyeLike", 9, with("dtype", 7), n -> in(floats(n / 64 + 1, 64)));
    add("ConstantOfShape", 9, Map.of(), n -> in(list(n)));
    add("Range", 11, Map.of(), n -> in(one(0), one(n), one(1)));
    add("OneHot", 11, Map.of(), n -> in(whole(ElementType.INT64, n / 4), one(4), floats(2)));
    for (String name : List.of("Shape", "Size", "Flatten")) {
      add(name, 13, Map.of(), n -> in(floats(n, 2)));
    }
    add("Reshape", 13, Map.of(), n -> in(floats(n, 2), list(2, -1)));
    add("Squeeze", 13, Map.of(), n -> in(floats(n, 1), list(1)));
    add("Unsqueeze", 13, Map.of(), n -> in(floats(n), list(0)));
    for (String mode : List.of("nearest", "linear", "cubic")) {
      add("Resize", 13, with("mode", mode), n -> sizes(floats(1, 1, 2, 2), 1, 1, 4, n / 4));
      add("Resize", 13, with("mode", mode), n -> sizes(doubles(1, 3, 2, 2), 1, 2, n / 8, 4));
    }
    add(
        "Resize",
        18,
        with("mode", "linear", "antialias", 1),
        n -> sizes(floats(1, 1, n / 4, 4), 1, 1, 3, 4));
    add(
        "Resize",
        18,
        with("mode", "nearest", "coordinate_transformation_mode", "tf_crop_and_resize"),
        n -> {
          Tensor[] in = sizes(floats(1, 1, 2, 2), 1, 1, 4, n / 4);
          Tensor roi = Tensor.of(new float[] {0, 0, 0, 0, 1, 1, 2, 2}, 8);
          return new Tensor[] {in[0], roi, in[2], in[3]};
        });
    add("Upsample", 9, with("mode", "nearest"), n -> in(floats(1, n), scales(1, 2)));
    add("Constant", 13, with("value_ints", new long[] {1, 2}), n -> in());
  }

  private static Tensor list1(long value) {
    return Tensor.of(new long[] {value}, 1, 1);
  }

  private static Tensor scales(float... values) {
    return Tensor.of(values, values.length);
  }

  private static Tensor[] sizes(Tensor x, long... sizes) {
    return new Tensor[] {x, floats(0), floats(0), list(sizes)};
  }

  private void choices() {
    add("NonZero", 13, Map.of(), n -> in(floats(n)));
    add("Unique", 11, Map.of(), 4, n -> in(floats(n / 16)));
    add("Unique", 11, with("axis", 0, "sorted", 0), 4, n -> in(floats(n / 32, 2)));
    add("TopK", 11, Map.of(), 2, n -> in(floats(n / 16), list(n / 32)));
    add("TopK", 11, Map.of(), 2, n -> in(whole(ElementType.INT32, n / 16, 4), list(2)));
    for (String name : List.of("ArgMax", "ArgMin")) {
      add(name, 13, Map.of(), n -> in(floats(n)));
      add(name, 13, with("axis", 1), n -> in(whole(ElementType.INT8, n / 3, 3)));
    }
    for (String name : List.of("CumSum", "CumProd")) {
      add(name, name.equals("CumSum") ? 14 : 26, Map.of(), n -> in(floats(n), one(0)));
      add(
          name,
          name.equals("CumSum") ? 14 : 26,
          Map.of(),
          n -> in(whole(ElementType.INT64, n / 2, 2), one(1)));
    }
    add("Softmax", 13, with("axis", 0), n -> in(floats(4, n / 4)));
    add("Hardmax", 13, with("axis", 0), n -> in(floats(4, n / 4)));
    add("LogSoftmax", 13, with("axis", 0), n -> in(doubles(4, n / 4)));
  }

  private void reductions() {
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      String name = kind.onnx();
      add(name, 11, Map.of(), n -> in(floats(n)));
      add(name, 11, with("axes", new long[] {0}), n -> in(floats(4, n / 4)));
      add(name, 11, with("axes", new long[] {1}), n -> in(floats(n / 4, 4)));
      add(name, 11, with("axes", new long[] {0, 2}), n -> in(doubles(2, n / 4, 2)));
      add(name, 11, Map.of(), n -> in(whole(ElementType.INT32, n)));
    }
  }

  private void products() {
    add("MatMul", 13, Map.of(), n -> in(floats(n / 64, 8), floats(8, 8)));
    add("MatMul", 13, Map.of(), n -> in(floats(1, n / 64), floats(n / 64, 64)));
    add("MatMul", 13, Map.of(), n -> in(floats(n / 64, 64), floats(64, 1)));
    add("MatMul", 13, Map.of(), n -> in(floats(n / 256, 64), floats(64, 64)));
    add("MatMul", 13, Map.of(), n -> in(floats(n), floats(n)));
    add("MatMul", 13, Map.of(), n -> in(doubles(n / 64, 8), doubles(8, 8)));
    add(
        "MatMul",
        13,
        Map.of(),
        n -> in(whole(ElementType.INT32, n / 64, 8), whole(ElementType.INT32, 8, 8)));
    add("MatMul", 13, Map.of(), n -> in(floats(n / 64, 2, 4), floats(n / 64, 4, 8)));
    add("Gemm", 13, with("alpha", 2f), n -> in(floats(n / 64, 8), floats(8, 8), floats(8)));
    add(
        "Gemm",
        13,
        with("transA", 1, "transB", 1),
        n -> in(floats(8, n / 64), doublesLike(8, 8), floats(8)));
    add("Einsum", 12, with("equation", "ij,jk->ik"), n -> in(floats(n / 64, 8), floats(8, 8)));
    add("Einsum", 12, with("equation", "i,i->"), n -> in(floats(n), floats(n)));
    add(
        "Einsum",
        12,
        with("equation", "i,j,k->"),
        n -> in(doubles(16), doubles(n / 64), doubles(4)));
    add("Einsum", 12, with("equation", "iij->ij"), n -> in(floats(4, 4, n / 4)));
    add("Det", 11, Map.of(), n -> in(floats(n / 64, 4, 4)));
    add("Det", 11, Map.of(), n -> in(floats((int) Math.cbrt(16.0 * n), (int) Math.cbrt(16.0 * n))));
  }

  private static Tensor doublesLike(int... shape) {
    return floats(shape);
  }

  private void windows() {
    add("Conv", 11, Map.of(), n -> in(floats(1, 2, n / 8), floats(4, 2, 8)));
    add("Conv", 11, Map.of(), n -> in(doubles(1, 2, n / 64), doubles(4, 2, 8)));
    add("Conv", 11, Map.of(), n -> in(floats(1, 2, n / 32), floats(2, 2, 8)));
    add("Conv", 11, Map.of(), n -> in(floats(1, 8, n / 1024, 8), floats(8, 8, 3, 3)));
    add("Conv", 11, with("group", 4), n -> in(floats(1, 4, n / 256, 8), floats(4, 1, 3, 3)));
    add("Conv", 11, Map.of(), n -> in(floats(n / 256, 2, 2, 2), floats(8, 2, 2, 2)));
    add(
        "Conv",
        11,
        with("pads", new long[] {0, 1 << 12, 0, 1 << 12}),
        n -> in(floats(1, 1, 2, n / 256), floats(1, 1, 2, 64)));
    add("ConvTranspose", 11, Map.of(), n -> in(floats(1, 2, n / 64), floats(2, 4, 8)));
    add("ConvTranspose", 11, Map.of(), n -> in(doubles(1, 2, n / 64), doubles(2, 4, 8)));
    add(
        "ConvTranspose",
        11,
        with("strides", new long[] {3, 2}),
        n -> in(floats(1, 2, n / 512, 2), floats(2, 2, 16, 16)));
    for (String name : List.of("MaxPool", "AveragePool", "LpPool")) {
      Map<String, AttributeValue> square = with("kernel_shape", new long[] {3, 3});
      Map<String, AttributeValue> line = with("kernel_shape", new long[] {64});
      add(name, 11, square, n -> in(floats(1, 2, n / 64 + 3, 8)));
      add(name, 11, line, n -> in(doubles(1, 1, n / 64 + 64)));
      add(name, 11, line, n -> in(floats(1, 1, n / 64 + 64)));
    }
    add(
        "AveragePool",
        11,
        with("kernel_shape", new long[] {1 << 20}, "pads", new long[] {1 << 20, 1 << 20}),
        n -> in(floats(1, 1, n >> 18)));
    add(
        "MaxPool",
        12,
        with("kernel_shape", new long[] {2}, "dilations", new long[] {3}),
        2,
        n -> in(floats(1, 1, n / 4 + 4)));
    for (String name : List.of("GlobalMaxPool", "GlobalAveragePool", "GlobalLpPool")) {
      add(name, 2, Map.of(), n -> in(floats(1, 1, n)));
      add(name, 2, Map.of(), n -> in(doubles(1, n / 4, 4)));
    }
    add("LRN", 13, with("size", 5), n -> in(floats(1, 8, n / 64)));
  }

  private void norms() {
    for (String name : List.of("LayerNormalization", "RMSNormalization")) {
      int opset = name.startsWith("L") ? 17 : 23;
      add(name, opset, Map.of(), n -> in(floats(n / 8, 8), floats(8)));
      add(name, opset, Map.of(), n -> in(floats(1, n), floats(n)));
      add(name, opset, Map.of(), n -> in(doubles(n / 8, 8), doubles(8)));
      add(name, opset, with("axis", 0), n -> in(floats(n / 8, 8), floats(n / 8, 1)));
    }
    add("InstanceNormalization", 6, Map.of(), n -> in(floats(1, 2, n / 2), floats(2), floats(2)));
    add(
        "InstanceNormalization",
        6,
        Map.of(),
        n -> in(doubles(1, 2, n / 2), doubles(2), doubles(2)));
    add(
        "GroupNormalization",
        21,
        with("num_groups", 2),
        n -> in(floats(1, 4, n / 4), floats(4), floats(4)));
    WorkSubject.Inputs batch =
        n -> in(floats(n / 4, 2, 2), floats(2), floats(2), floats(2), floats(2));
    add("BatchNormalization", 15, Map.of(), batch);
    add("BatchNormalization", 15, with("training_mode", 1), 3, batch);
    add("LpNormalization", 22, Map.of(), n -> in(floats(n / 4, 4)));
    add("LpNormalization", 22, with("axis", 0), n -> in(doubles(n)));
    add("MeanVarianceNormalization", 13, Map.of(), n -> in(floats(n / 8, 2, 2, 2)));
    add(
        "RotaryEmbedding",
        23,
        with("num_heads", 2),
        n -> in(floats(1, n / 8, 8), floats(1, n / 8, 2), floats(1, n / 8, 2)));
    WorkSubject.Inputs attention =
        n -> in(floats(1, 2, n / 4096, 8), floats(1, 2, 64, 8), floats(1, 2, 64, 8));
    add("Attention", 23, Map.of(), attention);
    add("Attention", 23, with("softcap", 2f), attention);
    add(
        "Attention",
        23,
        Map.of(),
        n -> in(doubles(1, 2, n / 4096, 8), doubles(1, 2, 64, 8), doubles(1, 2, 64, 8)));
    add(
        "Attention",
        23,
        Map.of(),
        n -> in(floats(1, 1, 1, 4), floats(1, 1, n / 8, 4), floats(1, 1, n / 8, 4)));
    add(
        "SoftmaxCrossEntropyLoss",
        13,
        Map.of(),
        n -> in(floats(n / 4, 4), whole(ElementType.INT64, n / 4)));
    add("SoftmaxCrossEntropyLoss", 13, Map.of(), 2, n -> in(floats(1, n), list(2)));
    add(
        "NegativeLogLikelihoodLoss",
        13,
        Map.of(),
        n -> in(floats(n / 4, 4), whole(ElementType.INT64, n / 4)));
  }

  private void sequences() {
    add("SplitToSequence", 11, Map.of(), n -> in(floats(n / 2, 2), one(n / 4)));
    add("SequenceConstruct", 11, Map.of(), n -> in(floats(n), floats(n)));
  }

  private void legacy() {
    add("Affine", 6, Map.of(), n -> in(floats(n)));
    add("ParametricSoftplus", 6, with("alpha", 1f, "beta", 1f), n -> in(floats(n)));
    add("ScaledTanh", 6, with("alpha", 1f, "beta", 1f), n -> in(floats(n)));
    add("Scale", 6, Map.of(), n -> in(floats(n)));
    add("ConstantFill", 6, with("input_as_shape", 1), n -> in(list(n)));
    add(
        "GivenTensorFill",
        6,
        with("shape", new long[] {2}, "values", new float[] {1, 2}),
        n -> in());
    add("Crop", 6, with("border", new long[] {0, 1, 0, 1}), n -> in(floats(1, 1, n / 4, 4)));
    add("ImageScaler", 6, with("bias", new float[] {1}), n -> in(floats(1, 1, n / 4, 4)));
  }
}
