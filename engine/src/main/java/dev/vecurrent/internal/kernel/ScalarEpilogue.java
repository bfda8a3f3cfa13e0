package dev.vecurrent.internal.kernel;

/** The scalar twin of {@link VectorEpilogue}. */
final class ScalarEpilogue extends StepEpilogue {

  private final StepKind kind;
  private final int lanes;

  ScalarEpilogue(StepKind kind, int lanes) {
    this.kind = kind;
    this.lanes = lanes;
  }

  @Override
  public void run(StepRows rows, int count) {
    switch (kind) {
      case LSTM -> lstm(rows, count);
      case GRU_LINEAR -> gruLinear(rows, count);
      case GRU_RESET -> gruReset(rows, count);
      case GRU_UPDATE -> gruUpdate(rows, count);
      case RNN_TANH -> rnnTanh(rows, count);
      case RNN_RELU -> rnnRelu(rows, count);
    }
  }

  private void lstm(StepRows rows, int count) {
    float[] gates = rows.x;
    int gatesAt = rows.xAt;
    int gatesStride = rows.xStride;
    int blocks = rows.blocks;
    float[] c = rows.c;
    float[] h = rows.h;
    int stateStride = rows.stateStride;
    for (int m = 0; m < count; m++) {
      for (int unit = 0; unit < blocks * lanes; unit++) {
        int at = gatesAt + m * gatesStride + unit / lanes * 4 * lanes + unit % lanes;
        int stateAt = m * stateStride + unit;
        float i = FloatMath.sigmoid(gates[at]);
        float o = FloatMath.sigmoid(gates[at + lanes]);
        float f = FloatMath.sigmoid(gates[at + 2 * lanes]);
        float g = FloatMath.tanh(gates[at + 3 * lanes]);
        float next = FloatMath.flush(Math.fma(f, c[stateAt], i * g));
        c[stateAt] = next;
        h[stateAt] = FloatMath.flush(o * FloatMath.tanh(next));
      }
    }
  }

  private void gruLinear(StepRows rows, int count) {
    float[] x = rows.x;
    int xAt = rows.xAt;
    float[] r = rows.r;
    int gatesStride = rows.xStride;
    int blocks = rows.blocks;
    float[] h = rows.h;
    int stateStride = rows.stateStride;
    for (int m = 0; m < count; m++) {
      for (int unit = 0; unit < blocks * lanes; unit++) {
        int gateAt = m * gatesStride + unit / lanes * 3 * lanes + unit % lanes;
        int stateAt = m * stateStride + unit;
        float z = FloatMath.sigmoid(x[xAt + gateAt] + r[gateAt]);
        float reset = FloatMath.sigmoid(x[xAt + gateAt + lanes] + r[gateAt + lanes]);
        float n =
            FloatMath.tanh(Math.fma(reset, r[gateAt + 2 * lanes], x[xAt + gateAt + 2 * lanes]));
        h[stateAt] = mix(z, n, h[stateAt]);
      }
    }
  }

  private void gruReset(StepRows rows, int count) {
    float[] x = rows.x;
    int xAt = rows.xAt;
    int xStride = rows.xStride;
    float[] r = rows.r;
    int rStride = rows.rStride;
    int blocks = rows.blocks;
    float[] h = rows.h;
    float[] reset = rows.reset;
    int stateStride = rows.stateStride;
    for (int m = 0; m < count; m++) {
      for (int unit = 0; unit < blocks * lanes; unit++) {
        int gateAt = xAt + m * xStride + unit / lanes * 3 * lanes + unit % lanes;
        int rAt = m * rStride + unit / lanes * 2 * lanes + unit % lanes;
        int stateAt = m * stateStride + unit;
        x[gateAt] = FloatMath.sigmoid(x[gateAt] + r[rAt]);
        reset[stateAt] = FloatMath.sigmoid(x[gateAt + lanes] + r[rAt + lanes]) * h[stateAt];
      }
    }
  }

  private void gruUpdate(StepRows rows, int count) {
    float[] x = rows.x;
    int xAt = rows.xAt;
    int xStride = rows.xStride;
    float[] r = rows.r;
    int rStride = rows.rStride;
    int blocks = rows.blocks;
    float[] h = rows.h;
    int stateStride = rows.stateStride;
    for (int m = 0; m < count; m++) {
      for (int unit = 0; unit < blocks * lanes; unit++) {
        int gateAt = xAt + m * xStride + unit / lanes * 3 * lanes + unit % lanes;
        int stateAt = m * stateStride + unit;
        float n = FloatMath.tanh(x[gateAt + 2 * lanes] + r[m * rStride + unit]);
        h[stateAt] = mix(x[gateAt], n, h[stateAt]);
      }
    }
  }

  private void rnnTanh(StepRows rows, int count) {
    float[] gates = rows.x;
    int gatesAt = rows.xAt;
    int gatesStride = rows.xStride;
    float[] h = rows.h;
    int stateStride = rows.stateStride;
    int size = rows.blocks * lanes;
    for (int m = 0; m < count; m++) {
      for (int unit = 0; unit < size; unit++) {
        h[m * stateStride + unit] =
            FloatMath.flush(FloatMath.tanh(gates[gatesAt + m * gatesStride + unit]));
      }
    }
  }

  private void rnnRelu(StepRows rows, int count) {
    float[] gates = rows.x;
    int gatesAt = rows.xAt;
    int gatesStride = rows.xStride;
    float[] h = rows.h;
    int stateStride = rows.stateStride;
    int size = rows.blocks * lanes;
    for (int m = 0; m < count; m++) {
      for (int unit = 0; unit < size; unit++) {
        float gate = gates[gatesAt + m * gatesStride + unit];
        h[m * stateStride + unit] = FloatMath.flush(gate < 0 ? 0f : gate);
      }
    }
  }

  private static float mix(float z, float n, float h) {
    return FloatMath.flush(Math.fma(z, h, (1f - z) * n));
  }
}
