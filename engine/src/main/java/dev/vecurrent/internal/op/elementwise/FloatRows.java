package dev.vecurrent.internal.op.elementwise;

import java.util.Arrays;

/**
 * Functions of two rows of floats: a small loop for each function and each way to broadcast, so
 * that C2 vectorises it. See {@link BinaryRow#apply} for the parameters. Where floats come out,
 * rows that are read stand at the same index as the one that is written: C2 vectorises no other
 * loop, because arrays that are not known to differ may be one.
 */
public final class FloatRows {

  private FloatRows() {}

  public static void add(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] to = (float[]) out;
    if (aStep == 0 && bStep == 0) {
      Arrays.fill(to, at, at + size, ((float[]) a)[aAt] + ((float[]) b)[bAt]);
    } else if (bStep == 0) {
      addScalar((float[]) a, ((float[]) b)[bAt], to, at, size);
    } else if (aStep == 0) {
      addScalar((float[]) b, ((float[]) a)[aAt], to, at, size);
    } else {
      addRows((float[]) a, (float[]) b, to, at, size);
    }
  }

  private static void addRows(float[] a, float[] b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = a[i] + b[i];
    }
  }

  private static void addScalar(float[] a, float b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = a[i] + b;
    }
  }

  public static void sub(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] to = (float[]) out;
    if (aStep == 0 && bStep == 0) {
      Arrays.fill(to, at, at + size, ((float[]) a)[aAt] - ((float[]) b)[bAt]);
    } else if (bStep == 0) {
      subScalar((float[]) a, ((float[]) b)[bAt], to, at, size);
    } else if (aStep == 0) {
      subFromScalar(((float[]) a)[aAt], (float[]) b, to, at, size);
    } else {
      subRows((float[]) a, (float[]) b, to, at, size);
    }
  }

  private static void subRows(float[] a, float[] b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = a[i] - b[i];
    }
  }

  private static void subScalar(float[] a, float b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = a[i] - b;
    }
  }

  private static void subFromScalar(float a, float[] b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = a - b[i];
    }
  }

  public static void mul(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] to = (float[]) out;
    if (aStep == 0 && bStep == 0) {
      Arrays.fill(to, at, at + size, ((float[]) a)[aAt] * ((float[]) b)[bAt]);
    } else if (bStep == 0) {
      mulScalar((float[]) a, ((float[]) b)[bAt], to, at, size);
    } else if (aStep == 0) {
      mulScalar((float[]) b, ((float[]) a)[aAt], to, at, size);
    } else {
      mulRows((float[]) a, (float[]) b, to, at, size);
    }
  }

  private static void mulRows(float[] a, float[] b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = a[i] * b[i];
    }
  }

  private static void mulScalar(float[] a, float b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = a[i] * b;
    }
  }

  public static void div(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] to = (float[]) out;
    if (aStep == 0 && bStep == 0) {
      Arrays.fill(to, at, at + size, ((float[]) a)[aAt] / ((float[]) b)[bAt]);
    } else if (bStep == 0) {
      divScalar((float[]) a, ((float[]) b)[bAt], to, at, size);
    } else if (aStep == 0) {
      divFromScalar(((float[]) a)[aAt], (float[]) b, to, at, size);
    } else {
      divRows((float[]) a, (float[]) b, to, at, size);
    }
  }

  private static void divRows(float[] a, float[] b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = a[i] / b[i];
    }
  }

  private static void divScalar(float[] a, float b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = a[i] / b;
    }
  }

  private static void divFromScalar(float a, float[] b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = a / b[i];
    }
  }

  public static void max(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] to = (float[]) out;
    if (aStep == 0 && bStep == 0) {
      Arrays.fill(to, at, at + size, Math.max(((float[]) a)[aAt], ((float[]) b)[bAt]));
    } else if (bStep == 0) {
      maxScalar((float[]) a, ((float[]) b)[bAt], to, at, size);
    } else if (aStep == 0) {
      maxScalar((float[]) b, ((float[]) a)[aAt], to, at, size);
    } else {
      maxRows((float[]) a, (float[]) b, to, at, size);
    }
  }

  private static void maxRows(float[] a, float[] b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = Math.max(a[i], b[i]);
    }
  }

  private static void maxScalar(float[] a, float b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = Math.max(a[i], b);
    }
  }

  public static void min(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] to = (float[]) out;
    if (aStep == 0 && bStep == 0) {
      Arrays.fill(to, at, at + size, Math.min(((float[]) a)[aAt], ((float[]) b)[bAt]));
    } else if (bStep == 0) {
      minScalar((float[]) a, ((float[]) b)[bAt], to, at, size);
    } else if (aStep == 0) {
      minScalar((float[]) b, ((float[]) a)[aAt], to, at, size);
    } else {
      minRows((float[]) a, (float[]) b, to, at, size);
    }
  }

  private static void minRows(float[] a, float[] b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = Math.min(a[i], b[i]);
    }
  }

  private static void minScalar(float[] a, float b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = Math.min(a[i], b);
    }
  }

  /** {@code a}, times {@code b} where it is below 0: without a branch, one term is 0. */
  public static void slope(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    if (aStep == 1 && bStep == 0) {
      FloatLoops.leakyRelu(((float[]) b)[bAt], (float[]) a, (float[]) out, at, size);
    } else if (aStep == 1) {
      slopes((float[]) a, (float[]) b, (float[]) out, at, size);
    } else {
      slopes((float[]) a, aAt, aStep, (float[]) b, bAt, bStep, (float[]) out, at, size);
    }
  }

  private static void slopes(float[] a, float[] b, float[] out, int at, int size) {
    for (int i = at; i < at + size; i++) {
      out[i] = Math.max(a[i], 0f) + b[i] * Math.min(a[i], 0f);
    }
  }

  private static void slopes(
      float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, float[] out, int at, int size) {
    for (int i = 0; i < size; i++) {
      float v = a[aAt + i * aStep];
      out[at + i] = Math.max(v, 0f) + b[bAt + i * bStep] * Math.min(v, 0f);
    }
  }

  public static void fmod(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] x = (float[]) a;
    float[] y = (float[]) b;
    float[] to = (float[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = x[aAt + i * aStep] % y[bAt + i * bStep];
    }
  }

  public static void equal(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] x = (float[]) a;
    float[] y = (float[]) b;
    boolean[] to = (boolean[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = x[aAt + i * aStep] == y[bAt + i * bStep];
    }
  }

  public static void less(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] x = (float[]) a;
    float[] y = (float[]) b;
    boolean[] to = (boolean[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = x[aAt + i * aStep] < y[bAt + i * bStep];
    }
  }

  public static void lessOrEqual(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] x = (float[]) a;
    float[] y = (float[]) b;
    boolean[] to = (boolean[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = x[aAt + i * aStep] <= y[bAt + i * bStep];
    }
  }
}
