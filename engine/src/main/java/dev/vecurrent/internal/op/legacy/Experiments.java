package dev.vecurrent.internal.op.legacy;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.elementwise.Unary;
import dev.vecurrent.internal.op.elementwise.UnaryFunction;

/**
 * ONNX's experiments with functions of one element: Affine {@code alpha x + beta}, Scale {@code
 * scale x}, ScaledTanh {@code alpha tanh(beta x)} and ParametricSoftplus {@code alpha log(1 +
 * e^(beta x))}. Floats are computed in double and rounded once.
 */
final class Experiments {

  private Experiments() {}

  static Operator affine(NodeReader reader) {
    float alpha = reader.number("alpha", 1);
    float beta = reader.number("beta", 0);
    return Unary.slow(
        reader,
        1,
        new UnaryFunction.Each() {
          @Override
          public double of(double x) {
            return alpha * x + beta;
          }
        });
  }

  static Operator scale(NodeReader reader) {
    float scale = reader.number("scale", 1);
    return Unary.slow(
        reader,
        1,
        new UnaryFunction.Each() {
          @Override
          public double of(double x) {
            return scale * x;
          }
        });
  }

  static Operator scaledTanh(NodeReader reader) {
    float alpha = required(reader, "alpha");
    float beta = required(reader, "beta");
    return Unary.slow(
        reader,
        1,
        new UnaryFunction.Each() {
          @Override
          public double of(double x) {
            return alpha * StrictMath.tanh(beta * x);
          }
        });
  }

  static Operator parametricSoftplus(NodeReader reader) {
    float alpha = required(reader, "alpha");
    float beta = required(reader, "beta");
    return Unary.slow(
        reader,
        1,
        new UnaryFunction.Each() {
          @Override
          public double of(double x) {
            return alpha * softplus(beta * x);
          }
        });
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  private static float required(NodeReader reader, String name) {
    if (!reader.has(name)) {
      reader.refuse(name, "", "is required");
    }
    return reader.number(name, 1);
  }
}
