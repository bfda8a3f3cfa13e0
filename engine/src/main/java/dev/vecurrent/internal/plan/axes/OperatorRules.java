package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.matmul.Einsum;
import dev.vecurrent.internal.op.shape.Transpose;
import java.util.List;

/** The rule of each operator: by what it is, else by its name. */
final class OperatorRules {

  private static final String HIDDEN = "does something with time steps that is not followed";

  private OperatorRules() {}

  /** Follows axes through an operator of which an input has labels. */
  static void follow(NodeAxes at) {
    if (at.node.operator instanceof Transpose transpose) {
      Reshapes.transpose(at, transpose);
    } else if (at.node.operator instanceof Einsum einsum) {
      Products.einsum(at, einsum);
    } else if (at.node.is("CastLike")) {
      castLike(at);
    } else if (at.node.has(Trait.POINTWISE)) {
      Broadcasting.pointwise(at);
    } else if (!reshapes(at) && !takesPlaces(at) && !multiplies(at) && !reduces(at)) {
      others(at);
    }
  }

  /** The second input gives a type and no elements. */
  private static void castLike(NodeAxes at) {
    List<Axis> axes = at.axes(0);
    if (axes == null) {
      at.loseAll(HIDDEN);
    } else {
      at.makeAll(axes);
    }
  }

  private static boolean reshapes(NodeAxes at) {
    switch (at.node.node.operator()) {
      case "Reshape" -> Reshapes.reshape(at);
      case "Flatten" -> Reshapes.flatten(at);
      case "Squeeze" -> Reshapes.squeeze(at);
      case "Unsqueeze" -> Reshapes.unsqueeze(at);
      case "Expand" -> Reshapes.expand(at);
      case "Tile" -> Reshapes.tile(at);
      case "OneHot" -> Reshapes.oneHot(at);
      case "Shape", "Size" -> {} // sizes are no elements of sequences
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean takesPlaces(NodeAxes at) {
    switch (at.node.node.operator()) {
      case "Gather" -> Places.gather(at);
      case "Slice" -> Places.slice(at);
      case "Split" -> Places.split(at);
      case "Concat" -> Places.concat(at, false);
      case "Pad" -> Places.pad(at);
      case "ReverseSequence" -> Places.reverse(at);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean multiplies(NodeAxes at) {
    switch (at.node.node.operator()) {
      case "MatMul", "MatMulInteger", "MatMulIntegerToFloat", "DynamicQuantizeMatMul" ->
          Products.matMul(at, 0, 1);
      case "QLinearMatMul" -> Products.matMul(at, 0, 3);
      case "Gemm" -> Products.gemm(at);
      case "Conv", "ConvInteger", "ConvTranspose" -> Windows.slide(at, 1);
      case "QLinearConv" -> Windows.slide(at, 3);
      case "AveragePool", "LpPool", "MaxPool" -> Windows.slide(at, -1);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean reduces(NodeAxes at) {
    switch (at.node.node.operator()) {
      case "ReduceMean" -> Reductions.reduce(at, "takes the mean over time");
      case "ReduceMax" -> Reductions.reduce(at, "takes the maximum over time");
      case "ReduceMin" -> Reductions.reduce(at, "takes the minimum over time");
      case "ReduceSum" -> Reductions.reduce(at, "sums over time");
      case "ReduceProd",
          "ReduceL1",
          "ReduceL2",
          "ReduceSumSquare",
          "ReduceLogSum",
          "ReduceLogSumExp" ->
          Reductions.reduce(at, "makes one number of all time steps");
      case "ArgMax", "ArgMin" ->
          Reductions.end(
              at,
              new long[] {at.integer("axis", 0)},
              at.integer("keepdims", 1) != 0,
              "looks for one of all time steps");
      case "TopK" -> Reductions.choose(at, at.integer("axis", -1), "sorts time steps");
      case "GlobalAveragePool" -> Reductions.global(at, "takes the mean over time");
      case "GlobalMaxPool" -> Reductions.global(at, "takes the maximum over time");
      case "GlobalLpPool" -> Reductions.global(at, "makes one number of all time steps");
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void others(NodeAxes at) {
    switch (at.node.node.operator()) {
      case "Softmax", "LogSoftmax", "Hardmax" -> softmax(at);
      case "LayerNormalization", "RMSNormalization" ->
          Reductions.through(at, at.integer("axis", -1), 0, "normalises over time");
      case "LpNormalization" -> {
        long axis = at.integer("axis", -1);
        Reductions.through(at, axis, (int) axis + 1, "normalises over time");
      }
      case "InstanceNormalization" -> Reductions.channels(at, 2, "normalises over time");
      case "GroupNormalization" -> Reductions.channels(at, 1, "normalises over time");
      case "BatchNormalization" -> batchNormalization(at);
      case "CumSum", "CumProd" -> {
        long[] axis = at.integers("", 1);
        if (axis == null || axis.length != 1) {
          at.loseAll(HIDDEN);
        } else {
          Reductions.through(at, axis[0], (int) axis[0] + 1, "adds up time steps");
        }
      }
      case "QuantizeLinear", "DequantizeLinear" -> Reductions.scaled(at, 1, at.integer("axis", 1));
      case "DynamicQuantizeLinear" -> Reductions.whole(at, "takes one scale for all time steps");
      default -> {
        if (at.node.has(Trait.ROW_INDEPENDENT)) {
          Reductions.through(at, -1, 0, "takes all time steps together");
        } else {
          at.loseAll(HIDDEN);
        }
      }
    }
  }

  private static void softmax(NodeAxes at) {
    boolean rest = at.opset() < 13;
    long axis = at.integer("axis", rest ? 1 : -1);
    Reductions.through(at, axis, rest ? 0 : (int) axis + 1, "weighs time steps by each other");
  }

  private static void batchNormalization(NodeAxes at) {
    boolean trains =
        at.integer("training_mode", 0) != 0
            || at.node.outputs.size() > 1
            || (at.opset() < 7 && at.integer("is_test", 0) == 0);
    if (trains) {
      at.loseAll(HIDDEN);
    } else {
      Reductions.scaled(at, 1, 1);
    }
  }
}
