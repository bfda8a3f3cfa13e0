package dev.vecurrent.internal.op;

/**
 * Functions of floats that need arithmetic only: one small loop each, so that C2 vectorises it. See
 * {@link FloatRow#apply} for the parameters; each loop may work in place.
 */
final class FloatLoops {

  private FloatLoops() {}

  static void abs(float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      out[outAt + i] = Math.abs(x[at + i]);
    }
  }

  static void ceil(float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      out[outAt + i] = (float) Math.ceil(x[at + i]);
    }
  }

  static void floor(float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      out[outAt + i] = (float) Math.floor(x[at + i]);
    }
  }

  static void hardSigmoid(
      float alpha, float beta, float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      out[outAt + i] = Math.max(0f, Math.min(1f, Math.fma(alpha, x[at + i], beta)));
    }
  }

  static void hardSwish(float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      float v = x[at + i];
      out[outAt + i] = v * Math.max(0f, Math.min(1f, Math.fma(1f / 6, v, 0.5f)));
    }
  }

  /** Without a branch: one of the two terms is 0. */
  static void leakyRelu(float alpha, float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      float v = x[at + i];
      out[outAt + i] = Math.max(v, 0f) + alpha * Math.min(v, 0f);
    }
  }

  static void neg(float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      out[outAt + i] = -x[at + i];
    }
  }

  static void reciprocal(float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      out[outAt + i] = 1f / x[at + i];
    }
  }

  static void relu(float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      out[outAt + i] = Math.max(x[at + i], 0f);
    }
  }

  static void round(float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      out[outAt + i] = (float) Math.rint(x[at + i]);
    }
  }

  static void shrink(
      float bias, float lambda, float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      float v = x[at + i];
      out[outAt + i] = v < -lambda ? v + bias : v > lambda ? v - bias : 0f;
    }
  }

  static void sign(float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      out[outAt + i] = Math.signum(x[at + i]);
    }
  }

  static void softsign(float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      float v = x[at + i];
      out[outAt + i] = v / (1f + Math.abs(v));
    }
  }

  static void sqrt(float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      out[outAt + i] = (float) Math.sqrt(x[at + i]);
    }
  }

  static void thresholdedRelu(float alpha, float[] x, int at, float[] out, int outAt, int size) {
    for (int i = 0; i < size; i++) {
      float v = x[at + i];
      out[outAt + i] = v > alpha ? v : 0f;
    }
  }
}
