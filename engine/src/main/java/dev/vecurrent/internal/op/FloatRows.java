package dev.vecurrent.internal.op;

import java.util.Arrays;

/**
 * Functions of two rows of floats: a small loop for each function and each way to broadcast, so
 * that C2 vectorises it. See {@link BinaryRow#apply} for the parameters.
 */
final class FloatRows {

  private FloatRows() {}

  static void add(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    if (aStep == 0) {
      addScalar((float[]) b, bAt, bStep, ((float[]) a)[aAt], (float[]) out, at, size);
    } else if (bStep == 0) {
      addScalar((float[]) a, aAt, aStep, ((float[]) b)[bAt], (float[]) out, at, size);
    } else {
      addRows((float[]) a, aAt, (float[]) b, bAt, (float[]) out, at, size);
    }
  }

  private static void addRows(
      float[] a, int aAt, float[] b, int bAt, float[] out, int at, int size) {
    for (int i = 0; i < size; i++) {
      out[at + i] = a[aAt + i] + b[bAt + i];
    }
  }

  private static void addScalar(
      float[] a, int aAt, int aStep, float b, float[] out, int at, int size) {
    if (aStep == 0) {
      fill(out, at, size, a[aAt] + b);
      return;
    }
    for (int i = 0; i < size; i++) {
      out[at + i] = a[aAt + i] + b;
    }
  }

  static void sub(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    if (bStep == 0) {
      // The same bits: x - y is x + (-y).
      addScalar((float[]) a, aAt, aStep, -((float[]) b)[bAt], (float[]) out, at, size);
    } else if (aStep == 0) {
      subFromScalar(((float[]) a)[aAt], (float[]) b, bAt, (float[]) out, at, size);
    } else {
      subRows((float[]) a, aAt, (float[]) b, bAt, (float[]) out, at, size);
    }
  }

  private static void subRows(
      float[] a, int aAt, float[] b, int bAt, float[] out, int at, int size) {
    for (int i = 0; i < size; i++) {
      out[at + i] = a[aAt + i] - b[bAt + i];
    }
  }

  private static void subFromScalar(float a, float[] b, int bAt, float[] out, int at, int size) {
    for (int i = 0; i < size; i++) {
      out[at + i] = a - b[bAt + i];
    }
  }

  static void mul(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    if (aStep == 0) {
      mulScalar((float[]) b, bAt, bStep, ((float[]) a)[aAt], (float[]) out, at, size);
    } else if (bStep == 0) {
      mulScalar((float[]) a, aAt, aStep, ((float[]) b)[bAt], (float[]) out, at, size);
    } else {
      mulRows((float[]) a, aAt, (float[]) b, bAt, (float[]) out, at, size);
    }
  }

  private static void mulRows(
      float[] a, int aAt, float[] b, int bAt, float[] out, int at, int size) {
    for (int i = 0; i < size; i++) {
      out[at + i] = a[aAt + i] * b[bAt + i];
    }
  }

  private static void mulScalar(
      float[] a, int aAt, int aStep, float b, float[] out, int at, int size) {
    if (aStep == 0) {
      fill(out, at, size, a[aAt] * b);
      return;
    }
    for (int i = 0; i < size; i++) {
      out[at + i] = a[aAt + i] * b;
    }
  }

  static void div(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    if (bStep == 0) {
      divByScalar((float[]) a, aAt, aStep, ((float[]) b)[bAt], (float[]) out, at, size);
    } else if (aStep == 0) {
      divScalar(((float[]) a)[aAt], (float[]) b, bAt, (float[]) out, at, size);
    } else {
      divRows((float[]) a, aAt, (float[]) b, bAt, (float[]) out, at, size);
    }
  }

  private static void divRows(
      float[] a, int aAt, float[] b, int bAt, float[] out, int at, int size) {
    for (int i = 0; i < size; i++) {
      out[at + i] = a[aAt + i] / b[bAt + i];
    }
  }

  private static void divByScalar(
      float[] a, int aAt, int aStep, float b, float[] out, int at, int size) {
    if (aStep == 0) {
      fill(out, at, size, a[aAt] / b);
      return;
    }
    for (int i = 0; i < size; i++) {
      out[at + i] = a[aAt + i] / b;
    }
  }

  private static void divScalar(float a, float[] b, int bAt, float[] out, int at, int size) {
    for (int i = 0; i < size; i++) {
      out[at + i] = a / b[bAt + i];
    }
  }

  static void max(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    if (aStep == 0) {
      maxScalar((float[]) b, bAt, bStep, ((float[]) a)[aAt], (float[]) out, at, size);
    } else if (bStep == 0) {
      maxScalar((float[]) a, aAt, aStep, ((float[]) b)[bAt], (float[]) out, at, size);
    } else {
      maxRows((float[]) a, aAt, (float[]) b, bAt, (float[]) out, at, size);
    }
  }

  private static void maxRows(
      float[] a, int aAt, float[] b, int bAt, float[] out, int at, int size) {
    for (int i = 0; i < size; i++) {
      out[at + i] = Math.max(a[aAt + i], b[bAt + i]);
    }
  }

  private static void maxScalar(
      float[] a, int aAt, int aStep, float b, float[] out, int at, int size) {
    if (aStep == 0) {
      fill(out, at, size, Math.max(a[aAt], b));
      return;
    }
    for (int i = 0; i < size; i++) {
      out[at + i] = Math.max(a[aAt + i], b);
    }
  }

  static void min(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    if (aStep == 0) {
      minScalar((float[]) b, bAt, bStep, ((float[]) a)[aAt], (float[]) out, at, size);
    } else if (bStep == 0) {
      minScalar((float[]) a, aAt, aStep, ((float[]) b)[bAt], (float[]) out, at, size);
    } else {
      minRows((float[]) a, aAt, (float[]) b, bAt, (float[]) out, at, size);
    }
  }

  private static void minRows(
      float[] a, int aAt, float[] b, int bAt, float[] out, int at, int size) {
    for (int i = 0; i < size; i++) {
      out[at + i] = Math.min(a[aAt + i], b[bAt + i]);
    }
  }

  private static void minScalar(
      float[] a, int aAt, int aStep, float b, float[] out, int at, int size) {
    if (aStep == 0) {
      fill(out, at, size, Math.min(a[aAt], b));
      return;
    }
    for (int i = 0; i < size; i++) {
      out[at + i] = Math.min(a[aAt + i], b);
    }
  }

  /** {@code a}, times {@code b} where it is below 0: without a branch, one term is 0. */
  static void slope(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    if (aStep == 1 && bStep == 0) {
      FloatLoops.leakyRelu(((float[]) b)[bAt], (float[]) a, aAt, (float[]) out, at, size);
    } else {
      slopes((float[]) a, aAt, aStep, (float[]) b, bAt, bStep, (float[]) out, at, size);
    }
  }

  private static void slopes(
      float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, float[] out, int at, int size) {
    for (int i = 0; i < size; i++) {
      float v = a[aAt + i * aStep];
      out[at + i] = Math.max(v, 0f) + b[bAt + i * bStep] * Math.min(v, 0f);
    }
  }

  static void fmod(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] x = (float[]) a;
    float[] y = (float[]) b;
    float[] to = (float[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = x[aAt + i * aStep] % y[bAt + i * bStep];
    }
  }

  static void equal(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] x = (float[]) a;
    float[] y = (float[]) b;
    boolean[] to = (boolean[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = x[aAt + i * aStep] == y[bAt + i * bStep];
    }
  }

  static void less(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] x = (float[]) a;
    float[] y = (float[]) b;
    boolean[] to = (boolean[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = x[aAt + i * aStep] < y[bAt + i * bStep];
    }
  }

  static void lessOrEqual(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] x = (float[]) a;
    float[] y = (float[]) b;
    boolean[] to = (boolean[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = x[aAt + i * aStep] <= y[bAt + i * bStep];
    }
  }

  private static void fill(float[] out, int at, int size, float value) {
    Arrays.fill(out, at, at + size, value);
  }
}
