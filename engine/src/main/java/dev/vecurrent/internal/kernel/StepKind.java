package dev.vecurrent.internal.kernel;

/**
 * What follows the products of a step of a cell with default activations. Gates are interleaved:
 * those of a block of L units stand together. {@code x} is the input's share of the gates with its
 * bias, {@code r} the state's. Every new state below {@code FloatMath.FLUSH} becomes zero.
 */
public enum StepKind implements KernelKind {

  /**
   * LSTM; {@code x} holds the sums of both shares, and {@code r} is not read.
   *
   * <pre>
   *   i = σ(x 0)   o = σ(x 1)   f = σ(x 2)   g = tanh(x 3)
   *   c ← f ⊙ c + i ⊙ g        h ← o ⊙ tanh(c)
   * </pre>
   */
  LSTM,

  /**
   * GRU with {@code linear_before_reset = 1}; {@code r} has the stride of {@code x}.
   *
   * <pre>
   *   z = σ(x 0 + r 0)   r = σ(x 1 + r 1)   n = tanh(x 2 + r ⊙ (r 2))
   *   h ← (1 - z) ⊙ n + z ⊙ h
   * </pre>
   */
  GRU_LINEAR,

  /**
   * The first half of a GRU with {@code linear_before_reset = 0}: {@code z} replaces gate 0 of
   * {@code x}, {@code r ⊙ h} goes to {@code reset}. {@code r} has 2 gates.
   */
  GRU_RESET,

  /** The second half: {@code n = tanh(x 2 + r)}, {@code h ← (1 - z) ⊙ n + z ⊙ h}. */
  GRU_UPDATE,

  /** RNN: {@code h ← tanh(x)}. */
  RNN_TANH,

  /** RNN: {@code h ← max(0, x)}. */
  RNN_RELU
}
