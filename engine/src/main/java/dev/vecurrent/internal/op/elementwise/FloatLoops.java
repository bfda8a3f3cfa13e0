package dev.vecurrent.internal.op.elementwise;

/**
 * Functions of floats that need arithmetic only: one small loop each, so that C2 vectorises it. See
 * {@link FloatRow.InPlace} for the parameters; each loop may work in place.
 */
final class FloatLoops {

  private FloatLoops() {}

  static void abs(float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = Math.abs(x[i]);
    }
  }

  static void ceil(float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = (float) Math.ceil(x[i]);
    }
  }

  static void floor(float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = (float) Math.floor(x[i]);
    }
  }

  static void hardSigmoid(float alpha, float beta, float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = Math.max(0f, Math.min(1f, Math.fma(alpha, x[i], beta)));
    }
  }

  static void hardSwish(float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      float v = x[i];
      out[i] = v * Math.max(0f, Math.min(1f, Math.fma(1f / 6, v, 0.5f)));
    }
  }

  /** Without a branch: one of the two terms is 0. */
  static void leakyRelu(float alpha, float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      float v = x[i];
      out[i] = Math.max(v, 0f) + alpha * Math.min(v, 0f);
    }
  }

  static void neg(float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = -x[i];
    }
  }

  static void reciprocal(float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = 1f / x[i];
    }
  }

  static void relu(float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = Math.max(x[i], 0f);
    }
  }

  static void round(float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = (float) Math.rint(x[i]);
    }
  }

  static void shrink(float bias, float lambda, float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      float v = x[i];
      out[i] = v < -lambda ? v + bias : v > lambda ? v - bias : 0f;
    }
  }

  static void sign(float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = Math.signum(x[i]);
    }
  }

  static void softsign(float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      float v = x[i];
      out[i] = v / (1f + Math.abs(v));
    }
  }

  static void sqrt(float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = (float) Math.sqrt(x[i]);
    }
  }

  static void thresholdedRelu(float alpha, float[] x, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      float v = x[i];
      out[i] = v > alpha ? v : 0f;
    }
  }
}
