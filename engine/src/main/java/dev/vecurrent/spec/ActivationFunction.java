package dev.vecurrent.spec;

/**
 * The activation functions that the ONNX operators LSTM, GRU and RNN name, with the default of each
 * parameter where the function has one.
 */
public enum ActivationFunction {
  /** {@code max(0, x)}. */
  RELU("Relu", false, 0, false, 0),
  /** {@code tanh(x)}. */
  TANH("Tanh", false, 0, false, 0),
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID("Sigmoid", false, 0, false, 0),
  /** {@code alpha * x + beta}. */
  AFFINE("Affine", true, 1, true, 0),
  /** {@code x >= 0 ? x : alpha * x}. */
  LEAKY_RELU("LeakyRelu", true, 0.01f, false, 0),
  /** {@code x >= alpha ? x : 0}. */
  THRESHOLDED_RELU("ThresholdedRelu", true, 1, false, 0),
  /** {@code alpha * tanh(beta * x)}. */
  SCALED_TANH("ScaledTanh", true, 1, true, 1),
  /** {@code min(max(alpha * x + beta, 0), 1)}. */
  HARD_SIGMOID("HardSigmoid", true, 0.2f, true, 0.5f),
  /** {@code x >= 0 ? x : alpha * (e^x - 1)}. */
  ELU("Elu", true, 1, false, 0),
  /** {@code x / (1 + |x|)}. */
  SOFTSIGN("Softsign", false, 0, false, 0),
  /** {@code log(1 + e^x)}. */
  SOFTPLUS("Softplus", false, 0, false, 0);

  private final String onnx;
  private final boolean usesAlpha;
  private final float defaultAlpha;
  private final boolean usesBeta;
  private final float defaultBeta;

  ActivationFunction(
      String onnx, boolean usesAlpha, float defaultAlpha, boolean usesBeta, float defaultBeta) {
    this.onnx = onnx;
    this.usesAlpha = usesAlpha;
    this.defaultAlpha = defaultAlpha;
    this.usesBeta = usesBeta;
    this.defaultBeta = defaultBeta;
  }

  /** The name in ONNX; compared without regard to case there. */
  public String onnxName() {
    return onnx;
  }

  /** Whether the function reads {@code alpha}. */
  public boolean usesAlpha() {
    return usesAlpha;
  }

  /** The default of {@code alpha}, 0 where it is not read. */
  public float defaultAlpha() {
    return defaultAlpha;
  }

  /** Whether the function reads {@code beta}. */
  public boolean usesBeta() {
    return usesBeta;
  }

  /** The default of {@code beta}, 0 where it is not read. */
  public float defaultBeta() {
    return defaultBeta;
  }
}
