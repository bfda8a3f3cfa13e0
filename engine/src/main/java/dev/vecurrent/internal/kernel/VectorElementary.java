package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.Floats.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The vector twin of {@link ElementaryMath} and of {@link FloatMath#exp}: the same operations in
 * the same order, lane by lane; where the scalar twin branches, this one computes both sides and
 * blends.
 *
 * <p>Each method is longer than the 325 bytecodes up to which C2 inlines, and broadcasts its
 * constants before the loop; {@link VectorActivation} says why. Sizes are multiples of the lanes.
 */
final class VectorElementary {

  private VectorElementary() {}

  static void exp(float[] from, int fromAt, float[] to, int toAt, int size) {
    if (size == 0) {
      return;
    }
    FloatVector least = FloatVector.broadcast(F32, FloatMath.LEAST_EXPONENT);
    FloatVector most = FloatVector.broadcast(F32, 89f);
    FloatVector log2e = FloatVector.broadcast(F32, FloatMath.LOG2_E);
    FloatVector round = FloatVector.broadcast(F32, FloatMath.ROUND_ONE);
    FloatVector minusLn2High = FloatVector.broadcast(F32, -FloatMath.LN2_HIGH);
    FloatVector minusLn2Low = FloatVector.broadcast(F32, -FloatMath.LN2_LOW);
    FloatVector q0 = FloatVector.broadcast(F32, FloatMath.Q0);
    FloatVector q1 = FloatVector.broadcast(F32, FloatMath.Q1);
    FloatVector q2 = FloatVector.broadcast(F32, FloatMath.Q2);
    FloatVector q3 = FloatVector.broadcast(F32, FloatMath.Q3);
    FloatVector q4 = FloatVector.broadcast(F32, FloatMath.Q4);
    IntVector roundBits = round.reinterpretAsInts();
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(F32, from, fromAt + i);
      FloatVector y = x.max(least).min(most);
      FloatVector t = y.fma(log2e, round);
      FloatVector n = t.sub(round);
      FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, y));
      FloatVector q = r.fma(r.fma(r.fma(r.fma(q4, q3), q2), q1), q0);
      FloatVector p = r.mul(r).fma(q, r);
      IntVector exponent = t.reinterpretAsInts().sub(roundBits);
      IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
      IntVector rest = exponent.sub(half);
      FloatVector low = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector high = rest.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      low.fma(p, low).mul(high).intoArray(to, toAt + i);
    }
  }

  static void log(float[] from, int fromAt, float[] to, int toAt, int size) {
    if (size == 0) {
      return;
    }
    FloatVector zero = FloatVector.broadcast(F32, 0f);
    FloatVector one = FloatVector.broadcast(F32, 1f);
    FloatVector infinity = FloatVector.broadcast(F32, Float.POSITIVE_INFINITY);
    FloatVector minusInfinity = FloatVector.broadcast(F32, Float.NEGATIVE_INFINITY);
    FloatVector nan = FloatVector.broadcast(F32, Float.NaN);
    FloatVector leastNormal = FloatVector.broadcast(F32, Float.MIN_NORMAL);
    FloatVector normalise = FloatVector.broadcast(F32, ElementaryMath.NORMALISE);
    FloatVector normalisedBy = FloatVector.broadcast(F32, ElementaryMath.NORMALISED_BY);
    FloatVector ln2High = FloatVector.broadcast(F32, FloatMath.LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(F32, FloatMath.LN2_LOW);
    FloatVector l0 = FloatVector.broadcast(F32, ElementaryMath.L0);
    FloatVector l1 = FloatVector.broadcast(F32, ElementaryMath.L1);
    FloatVector l2 = FloatVector.broadcast(F32, ElementaryMath.L2);
    FloatVector l3 = FloatVector.broadcast(F32, ElementaryMath.L3);
    FloatVector l4 = FloatVector.broadcast(F32, ElementaryMath.L4);
    FloatVector l5 = FloatVector.broadcast(F32, ElementaryMath.L5);
    FloatVector l6 = FloatVector.broadcast(F32, ElementaryMath.L6);
    FloatVector l7 = FloatVector.broadcast(F32, ElementaryMath.L7);
    FloatVector l8 = FloatVector.broadcast(F32, ElementaryMath.L8);
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(F32, from, fromAt + i);
      VectorMask<Float> tiny = x.lt(leastNormal);
      IntVector bits = x.blend(x.mul(normalise), tiny).reinterpretAsInts();
      IntVector exponent =
          bits.sub(ElementaryMath.TWO_THIRDS)
              .lanewise(VectorOperators.ASHR, ElementaryMath.MANTISSA_BITS);
      IntVector mantissa =
          bits.sub(exponent.lanewise(VectorOperators.LSHL, ElementaryMath.MANTISSA_BITS));
      FloatVector f = mantissa.reinterpretAsFloats().sub(one);
      FloatVector whole = (FloatVector) exponent.convert(VectorOperators.I2F, 0);
      FloatVector n = whole.sub(zero.blend(normalisedBy, tiny));
      FloatVector q = f.fma(f.fma(f.fma(f.fma(l8, l7), l6), l5), l4);
      q = f.fma(f.fma(f.fma(f.fma(q, l3), l2), l1), l0);
      FloatVector y = n.fma(ln2High, n.fma(ln2Low, f.mul(f).fma(q, f)));
      y = y.blend(infinity, x.eq(infinity));
      y = nan.blend(y, x.compare(VectorOperators.GT, zero));
      y.blend(minusInfinity, x.eq(zero)).intoArray(to, toAt + i);
    }
  }

  static void erf(float[] from, int fromAt, float[] to, int toAt, int size) {
    if (size == 0) {
      return;
    }
    FloatVector one = FloatVector.broadcast(F32, 1f);
    FloatVector split = FloatVector.broadcast(F32, ElementaryMath.ERF_SPLIT);
    FloatVector most = FloatVector.broadcast(F32, ElementaryMath.MOST_ERF);
    FloatVector e0 = FloatVector.broadcast(F32, ElementaryMath.E0);
    FloatVector e1 = FloatVector.broadcast(F32, ElementaryMath.E1);
    FloatVector e2 = FloatVector.broadcast(F32, ElementaryMath.E2);
    FloatVector e3 = FloatVector.broadcast(F32, ElementaryMath.E3);
    FloatVector e4 = FloatVector.broadcast(F32, ElementaryMath.E4);
    FloatVector e5 = FloatVector.broadcast(F32, ElementaryMath.E5);
    FloatVector t0 = FloatVector.broadcast(F32, ElementaryMath.T0);
    FloatVector t1 = FloatVector.broadcast(F32, ElementaryMath.T1);
    FloatVector t2 = FloatVector.broadcast(F32, ElementaryMath.T2);
    FloatVector t3 = FloatVector.broadcast(F32, ElementaryMath.T3);
    FloatVector t4 = FloatVector.broadcast(F32, ElementaryMath.T4);
    FloatVector t5 = FloatVector.broadcast(F32, ElementaryMath.T5);
    FloatVector t6 = FloatVector.broadcast(F32, ElementaryMath.T6);
    FloatVector log2e = FloatVector.broadcast(F32, FloatMath.LOG2_E);
    FloatVector round = FloatVector.broadcast(F32, FloatMath.ROUND_ONE);
    FloatVector minusLn2High = FloatVector.broadcast(F32, -FloatMath.LN2_HIGH);
    FloatVector minusLn2Low = FloatVector.broadcast(F32, -FloatMath.LN2_LOW);
    FloatVector q0 = FloatVector.broadcast(F32, FloatMath.Q0);
    FloatVector q1 = FloatVector.broadcast(F32, FloatMath.Q1);
    FloatVector q2 = FloatVector.broadcast(F32, FloatMath.Q2);
    FloatVector q3 = FloatVector.broadcast(F32, FloatMath.Q3);
    FloatVector q4 = FloatVector.broadcast(F32, FloatMath.Q4);
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(F32, from, fromAt + i);
      IntVector bits = x.reinterpretAsInts();
      FloatVector a = bits.and(~FloatMath.SIGN).reinterpretAsFloats();
      FloatVector s = x.mul(x);
      FloatVector e = s.fma(s.fma(s.fma(e5, e4), e3), e2);
      FloatVector near = s.fma(s.fma(e, e1), e0).fma(x, x);
      FloatVector t = a.min(most);
      FloatVector y = t.fma(t.fma(t.fma(t6, t5), t4), t3);
      y = t.neg().mul(t.fma(t.fma(t.fma(y, t2), t1), t0));
      FloatVector rounded = y.fma(log2e, round);
      FloatVector n = rounded.sub(round);
      FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, y));
      FloatVector q = r.fma(r.fma(r.fma(r.fma(q4, q3), q2), q1), q0);
      FloatVector p = r.mul(r).fma(q, r);
      FloatVector scale =
          rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      IntVector magnitude = one.sub(scale.fma(p, scale)).reinterpretAsInts();
      IntVector signed = magnitude.and(~FloatMath.SIGN).or(bits.and(FloatMath.SIGN));
      signed.reinterpretAsFloats().blend(near, a.lt(split)).intoArray(to, toAt + i);
    }
  }

  static void elu(
      float low,
      float high,
      float divisor,
      float[] from,
      int fromAt,
      float[] to,
      int toAt,
      int size) {
    if (size == 0) {
      return;
    }
    FloatVector zero = FloatVector.broadcast(F32, 0f);
    FloatVector one = FloatVector.broadcast(F32, 1f);
    FloatVector lows = FloatVector.broadcast(F32, low);
    FloatVector highs = FloatVector.broadcast(F32, high);
    FloatVector divisors = FloatVector.broadcast(F32, divisor);
    FloatVector least = FloatVector.broadcast(F32, FloatMath.LEAST_DOUBLED);
    FloatVector log2e = FloatVector.broadcast(F32, FloatMath.LOG2_E);
    FloatVector round = FloatVector.broadcast(F32, FloatMath.ROUND_ONE);
    FloatVector minusLn2High = FloatVector.broadcast(F32, -FloatMath.LN2_HIGH);
    FloatVector minusLn2Low = FloatVector.broadcast(F32, -FloatMath.LN2_LOW);
    FloatVector q0 = FloatVector.broadcast(F32, FloatMath.Q0);
    FloatVector q1 = FloatVector.broadcast(F32, FloatMath.Q1);
    FloatVector q2 = FloatVector.broadcast(F32, FloatMath.Q2);
    FloatVector q3 = FloatVector.broadcast(F32, FloatMath.Q3);
    FloatVector q4 = FloatVector.broadcast(F32, FloatMath.Q4);
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(F32, from, fromAt + i);
      // Positive lanes are blended away; at 0 they do no harm on their way.
      FloatVector y = x.div(divisors).max(least).min(zero);
      FloatVector t = y.fma(log2e, round);
      FloatVector n = t.sub(round);
      FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, y));
      FloatVector q = r.fma(r.fma(r.fma(r.fma(q4, q3), q2), q1), q0);
      FloatVector p = r.mul(r).fma(q, r);
      FloatVector scale =
          t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector below = lows.mul(scale.fma(p, scale.sub(one)));
      highs.mul(x).blend(below, x.lt(zero)).intoArray(to, toAt + i);
    }
  }
}
