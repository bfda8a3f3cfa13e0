package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.F32;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The vector twin of {@link FloatMath}: the same operations in the same order, lane by lane.
 *
 * <p>Constants are vectors in static final fields, not scalars broadcast at each use: every
 * broadcast is a deep tree of calls to inline, and C2 stops inlining (and boxes vectors) at a
 * number of nodes that two activations with broadcasts exceed.
 */
final class VectorMath {

  static final FloatVector ONE = constant(1f);
  static final FloatVector ZERO = constant(0f);

  private static final FloatVector TWO = constant(2f);
  private static final FloatVector ROUND = constant(FloatMath.ROUND);
  private static final FloatVector LOG2_E = constant(FloatMath.LOG2_E);
  private static final FloatVector MINUS_LN2_HIGH = constant(-FloatMath.LN2_HIGH);
  private static final FloatVector MINUS_LN2_LOW = constant(-FloatMath.LN2_LOW);
  private static final FloatVector Q0 = constant(FloatMath.Q0);
  private static final FloatVector Q1 = constant(FloatMath.Q1);
  private static final FloatVector Q2 = constant(FloatMath.Q2);
  private static final FloatVector Q3 = constant(FloatMath.Q3);
  private static final FloatVector Q4 = constant(FloatMath.Q4);
  private static final FloatVector UNBIAS = constant(FloatMath.UNBIAS);
  private static final FloatVector LEAST_EXPONENT = constant(FloatMath.LEAST_EXPONENT);
  private static final FloatVector LEAST_DOUBLED = constant(FloatMath.LEAST_DOUBLED);
  private static final FloatVector FLUSH = constant(FloatMath.FLUSH);
  private static final IntVector SIGN = constant(FloatMath.SIGN);
  private static final IntVector MAGNITUDE = constant(~FloatMath.SIGN);
  private static final IntVector ONE_BITS = constant(FloatMath.ONE_BITS);
  private static final IntVector BIASED_BITS = constant(FloatMath.BIASED_BITS);

  private VectorMath() {}

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(F32, value);
  }

  private static IntVector constant(int value) {
    return FloatVector.zero(F32).reinterpretAsInts().broadcast(value);
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector y = x.reinterpretAsInts().or(SIGN).reinterpretAsFloats();
    y = y.blend(LEAST_EXPONENT, y.lt(LEAST_EXPONENT));
    FloatVector t = y.fma(LOG2_E, ROUND);
    FloatVector p = expm1Reduced(y, t.sub(ROUND));
    FloatVector scale = scale(t, BIASED_BITS);
    FloatVector e = scale.fma(p, scale).mul(UNBIAS);
    return ONE.blend(e, x.lt(ZERO)).div(ONE.add(e));
  }

  static FloatVector tanh(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    FloatVector y = bits.or(SIGN).reinterpretAsFloats().mul(TWO);
    y = y.blend(LEAST_DOUBLED, y.lt(LEAST_DOUBLED));
    FloatVector t = y.fma(LOG2_E, ROUND);
    FloatVector p = expm1Reduced(y, t.sub(ROUND));
    FloatVector scale = scale(t, ONE_BITS);
    FloatVector m = scale.fma(p, scale.sub(ONE));
    IntVector magnitude = m.div(m.add(TWO)).reinterpretAsInts().and(MAGNITUDE);
    return magnitude.or(bits.and(SIGN)).reinterpretAsFloats();
  }

  static FloatVector flush(FloatVector state) {
    return state.blend(ZERO, state.abs().lt(FLUSH));
  }

  private static FloatVector expm1Reduced(FloatVector y, FloatVector n) {
    FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, y));
    FloatVector q = r.fma(Q4, Q3);
    q = r.fma(q, Q2);
    q = r.fma(q, Q1);
    q = r.fma(q, Q0);
    return r.mul(r).fma(q, r);
  }

  /** {@code 2^n} times the power of two whose bits are given, for {@code t = ROUND + n}. */
  private static FloatVector scale(FloatVector t, IntVector bits) {
    return t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).add(bits).reinterpretAsFloats();
  }
}
