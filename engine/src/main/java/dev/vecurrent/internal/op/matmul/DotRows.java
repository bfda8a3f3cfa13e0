package dev.vecurrent.internal.op.matmul;

import dev.vecurrent.internal.op.base.Workspace;

/**
 * Products of rows with one vector: each output is one sum of fma in the order of {@code k}, from
 * 0. Eight rows go side by side, so that a sum need not wait for its own last term.
 */
final class DotRows {

  private DotRows() {}

  /** {@code out[outAt + i] = a[i, :] b} for dense {@code a [m, depth]} from {@code aAt}. */
  static void multiply(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int depth,
      float[] out,
      int outAt,
      int m,
      Workspace workspace) {
    int i = 0;
    for (; i + 8 <= m; i += 8) {
      int from = 0;
      do { // once for a depth of 0, too
        int end = workspace.piece(from, depth, 8);
        eight(a, aAt + i * depth, b, bAt, depth, from, end, out, outAt + i);
        from = end;
      } while (from < depth);
    }
    for (; i < m; i++) {
      float sum = 0;
      for (int k = 0; k < depth; ) {
        for (int end = workspace.piece(k, depth, 1); k < end; k++) {
          sum = Math.fma(a[aAt + i * depth + k], b[bAt + k], sum);
        }
      }
      out[outAt + i] = sum;
    }
  }

  private static void eight(
      float[] a, int at, float[] b, int bAt, int depth, int from, int end, float[] out, int outAt) {
    float s0 = from == 0 ? 0 : out[outAt];
    float s1 = from == 0 ? 0 : out[outAt + 1];
    float s2 = from == 0 ? 0 : out[outAt + 2];
    float s3 = from == 0 ? 0 : out[outAt + 3];
    float s4 = from == 0 ? 0 : out[outAt + 4];
    float s5 = from == 0 ? 0 : out[outAt + 5];
    float s6 = from == 0 ? 0 : out[outAt + 6];
    float s7 = from == 0 ? 0 : out[outAt + 7];
    for (int k = from; k < end; k++) {
      float x = b[bAt + k];
      s0 = Math.fma(a[at + k], x, s0);
      s1 = Math.fma(a[at + depth + k], x, s1);
      s2 = Math.fma(a[at + 2 * depth + k], x, s2);
      s3 = Math.fma(a[at + 3 * depth + k], x, s3);
      s4 = Math.fma(a[at + 4 * depth + k], x, s4);
      s5 = Math.fma(a[at + 5 * depth + k], x, s5);
      s6 = Math.fma(a[at + 6 * depth + k], x, s6);
      s7 = Math.fma(a[at + 7 * depth + k], x, s7);
    }
    out[outAt] = s0;
    out[outAt + 1] = s1;
    out[outAt + 2] = s2;
    out[outAt + 3] = s3;
    out[outAt + 4] = s4;
    out[outAt + 5] = s5;
    out[outAt + 6] = s6;
    out[outAt + 7] = s7;
  }
}
