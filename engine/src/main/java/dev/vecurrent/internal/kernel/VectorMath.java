package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.FloatMath.BIASED_BITS;
import static dev.vecurrent.internal.kernel.FloatMath.FLUSH;
import static dev.vecurrent.internal.kernel.FloatMath.LEAST_DOUBLED;
import static dev.vecurrent.internal.kernel.FloatMath.LEAST_EXPONENT;
import static dev.vecurrent.internal.kernel.FloatMath.LN2_HIGH;
import static dev.vecurrent.internal.kernel.FloatMath.LN2_LOW;
import static dev.vecurrent.internal.kernel.FloatMath.LOG2_E;
import static dev.vecurrent.internal.kernel.FloatMath.ONE_BITS;
import static dev.vecurrent.internal.kernel.FloatMath.Q0;
import static dev.vecurrent.internal.kernel.FloatMath.Q1;
import static dev.vecurrent.internal.kernel.FloatMath.Q2;
import static dev.vecurrent.internal.kernel.FloatMath.Q3;
import static dev.vecurrent.internal.kernel.FloatMath.Q4;
import static dev.vecurrent.internal.kernel.FloatMath.ROUND;
import static dev.vecurrent.internal.kernel.FloatMath.SIGN;
import static dev.vecurrent.internal.kernel.FloatMath.UNBIAS;
import static dev.vecurrent.internal.kernel.VectorWidth.F32;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The vector twin of {@link FloatMath}: the same operations in the same order, lane by lane. */
final class VectorMath {

  private VectorMath() {}

  static FloatVector sigmoid(FloatVector x) {
    FloatVector y = x.reinterpretAsInts().or(SIGN).reinterpretAsFloats();
    y = y.blend(LEAST_EXPONENT, y.compare(VectorOperators.LT, LEAST_EXPONENT));
    FloatVector t = y.fma(broadcast(LOG2_E), broadcast(ROUND));
    FloatVector p = expm1Reduced(y, t.sub(ROUND));
    FloatVector scale = scale(t, BIASED_BITS);
    FloatVector e = scale.fma(p, scale).mul(UNBIAS);
    FloatVector one = broadcast(1f);
    return one.blend(e, x.compare(VectorOperators.LT, 0f)).div(one.add(e));
  }

  static FloatVector tanh(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    FloatVector y = bits.or(SIGN).reinterpretAsFloats().mul(2f);
    y = y.blend(LEAST_DOUBLED, y.compare(VectorOperators.LT, LEAST_DOUBLED));
    FloatVector t = y.fma(broadcast(LOG2_E), broadcast(ROUND));
    FloatVector p = expm1Reduced(y, t.sub(ROUND));
    FloatVector scale = scale(t, ONE_BITS);
    FloatVector m = scale.fma(p, scale.sub(1f));
    IntVector magnitude = m.div(m.add(2f)).reinterpretAsInts().and(~SIGN);
    return magnitude.or(bits.and(SIGN)).reinterpretAsFloats();
  }

  static FloatVector flush(FloatVector state) {
    return state.blend(0f, state.abs().compare(VectorOperators.LT, FLUSH));
  }

  private static FloatVector expm1Reduced(FloatVector y, FloatVector n) {
    FloatVector r = n.fma(broadcast(-LN2_LOW), n.fma(broadcast(-LN2_HIGH), y));
    FloatVector q = r.fma(broadcast(Q4), broadcast(Q3));
    q = r.fma(q, broadcast(Q2));
    q = r.fma(q, broadcast(Q1));
    q = r.fma(q, broadcast(Q0));
    return r.mul(r).fma(q, r);
  }

  /** {@code 2^n} times the power of two whose bits are given, for {@code t = ROUND + n}. */
  private static FloatVector scale(FloatVector t, int bits) {
    return t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).add(bits).reinterpretAsFloats();
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(F32, value);
  }
}
