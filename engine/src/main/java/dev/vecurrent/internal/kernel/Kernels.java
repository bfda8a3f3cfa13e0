package dev.vecurrent.internal.kernel;

import dev.vecurrent.internal.Nullable;
import java.lang.foreign.MemorySegment;

/**
 * The float kernels. One twin is scalar, one uses the Vector API; both give the same bits, because
 * both use only exactly rounded operations, one accumulator for each output, and {@code k} in index
 * order.
 *
 * <p>{@code L} is {@link #lanes}. Columns of a packed matrix stand in panels of {@code 2L}: element
 * {@code [k][column]} is at {@code at + (column / 2L) * K * 2L + k * 2L + column % 2L}. Columns of
 * recurrent weights are interleaved by gate: units {@code [bL, bL + L)} of gate {@code g} are
 * columns {@code [(bG + g)L, (bG + g + 1)L)}, so all gates of a block of units stand together.
 * Offsets and strides count floats. Implementations are stateless and shared by threads; they check
 * nothing beyond what the JVM checks.
 */
public abstract class Kernels {

  Kernels() {}

  /** The scalar twin. */
  public static Kernels scalar() {
    return ScalarKernels.INSTANCE;
  }

  /**
   * The vector twin where it is available, else the scalar one; decided once, logged where scalar.
   */
  public static Kernels best() {
    return KernelProvider.BEST;
  }

  /**
   * As {@link #best}, for a process that may have just started: the scalar twin stands in for the
   * vector twin until that is compiled, with the same bits.
   */
  public static Kernels quickStart() {
    return KernelProvider.QUICK_START;
  }

  /** Whether every kind of call that has occurred runs on the twin it will stay with. */
  public boolean isSettled() {
    return true;
  }

  /** What these kernels are, such as {@code vector, 512 bit}. */
  public abstract String describe();

  /** Floats of one vector (L): columns are packed in panels of {@code 2L}. */
  public abstract int lanes();

  /** Whether these are the kernels on the Vector API. */
  public abstract boolean isVector();

  /**
   * {@code out = init + A B}: each output starts at its element of {@code init} and takes its
   * products in the order of {@code k}.
   *
   * @param a holds the rows of A; row {@code m} is {@code depth} floats from {@code aAt[aFrom + m]}
   * @param aAt offsets of the rows
   * @param aFrom where in {@code aAt} the first row is
   * @param rows rows of A and of the output
   * @param depth columns of A (K)
   * @param b packed B, {@code panels * depth * 2L} floats
   * @param bAt where it starts
   * @param panels panels of B
   * @param init what outputs start from; may be {@code out}, at the same place
   * @param initAt where its first row starts
   * @param initStride from row to row; 0 to start every row from the same floats
   * @param out receives rows of {@code panels * 2L} floats
   * @param outAt where the first row goes
   * @param outStride from row to row
   */
  public abstract void multiply(
      float[] a,
      int[] aAt,
      int aFrom,
      int rows,
      int depth,
      float[] b,
      int bAt,
      int panels,
      float[] init,
      int initAt,
      int initStride,
      float[] out,
      int outAt,
      int outStride);

  /**
   * {@code out = out + A B}, where rows of B are stretches of an image, as those of a convolution
   * are: each output takes its products in the order of {@code k}.
   *
   * @param a holds the rows of A; row {@code m} is {@code depth} floats from {@code aAt[aFrom + m]}
   * @param aAt offsets of the rows
   * @param aFrom where in {@code aAt} the first row is
   * @param rows rows of A and of the output
   * @param depth columns of A (K)
   * @param image holds B; row {@code k} is {@code panels * 2L} floats from {@code bAt[k] + shift}
   * @param bAt offsets of the rows of B
   * @param shift what is added to all of them
   * @param panels columns, in units of {@code 2L}
   * @param out rows of {@code panels * 2L} floats; changed
   * @param outAt where the first row is
   * @param outStride from row to row
   */
  public abstract void convolve(
      float[] a,
      int[] aAt,
      int aFrom,
      int rows,
      int depth,
      float[] image,
      int[] bAt,
      int shift,
      int panels,
      float[] out,
      int outAt,
      int outStride);

  /**
   * {@link #multiply} of one row, with the same bits, for products with one B that follow each
   * other.
   *
   * @param a holds the row of A: {@code depth} floats from {@code aAt}
   * @param aAt where it starts
   * @param depth columns of A (K)
   * @param b packed B
   * @param aligned what {@link #aligned} made of {@code b}; may be {@code null}
   * @param bAt where B starts in {@code b}
   * @param panels panels of B
   * @param init what outputs start from; may be {@code out}, at the same place
   * @param initAt where it starts
   * @param out receives {@code panels * 2L} floats
   * @param outAt where they go
   * @param backwards whether to begin with the last panels: taking turns finds what the product
   *     before left in the caches
   */
  public abstract void multiplyRow(
      float[] a,
      int aAt,
      int depth,
      float[] b,
      @Nullable MemorySegment aligned,
      int bAt,
      int panels,
      float[] init,
      int initAt,
      float[] out,
      int outAt,
      boolean backwards);

  /**
   * A copy of a packed matrix outside of the heap, on boundaries of cache lines, where {@link
   * #multiplyRow} reads it faster; {@code null} where these kernels have no use for it. It lives as
   * long as it is reachable.
   */
  public @Nullable MemorySegment aligned(float[] packed) {
    return null;
  }

  /**
   * The rest of an LSTM step with default activations, for rows of the batch.
   *
   * <pre>
   *   i = σ(gates 0)   o = σ(gates 1)   f = σ(gates 2)   g = tanh(gates 3)
   *   c ← f ⊙ c + i ⊙ g        h ← o ⊙ tanh(c)
   * </pre>
   *
   * @param gates pre-activations, gate-interleaved; used as scratch
   * @param gatesAt first row
   * @param gatesStride from row to row
   * @param rows rows
   * @param blocks blocks of L units
   * @param c cell states, {@code blocks * L} floats a row; updated
   * @param h hidden states, likewise; written
   * @param stateStride from row to row of {@code c} and {@code h}, which start at 0
   */
  public abstract void lstm(
      float[] gates,
      int gatesAt,
      int gatesStride,
      int rows,
      int blocks,
      float[] c,
      float[] h,
      int stateStride);

  /**
   * The rest of a GRU step with {@code linear_before_reset = 1} and default activations.
   *
   * <pre>
   *   z = σ(x 0 + r 0)   r = σ(x 1 + r 1)   n = tanh(x 2 + r ⊙ (r 2))
   *   h ← (1 - z) ⊙ n + z ⊙ h
   * </pre>
   *
   * @param x the input's share of the gates with Wb, gate-interleaved; used as scratch
   * @param xAt first row
   * @param r the state's share of the gates with Rb, likewise, from 0
   * @param gatesStride from row to row of {@code x} and {@code r}
   * @param rows rows
   * @param blocks blocks of L units
   * @param h hidden states, {@code blocks * L} floats a row from 0; updated
   * @param stateStride from row to row of {@code h}
   */
  public abstract void gruLinear(
      float[] x,
      int xAt,
      float[] r,
      int gatesStride,
      int rows,
      int blocks,
      float[] h,
      int stateStride);

  /**
   * The first half of a GRU step with {@code linear_before_reset = 0}: {@code z} replaces gate 0 of
   * {@code x}, {@code r ⊙ h} goes to {@code reset}.
   *
   * @param x the input's share of the gates with Wb, 3 gates interleaved
   * @param xAt first row
   * @param xStride from row to row
   * @param r the state's share of gates z and r with Rb, 2 gates interleaved, from 0
   * @param rStride from row to row
   * @param rows rows
   * @param blocks blocks of L units
   * @param h hidden states from 0
   * @param reset receives {@code r ⊙ h}, from 0
   * @param stateStride from row to row of {@code h} and {@code reset}
   */
  public abstract void gruReset(
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rStride,
      int rows,
      int blocks,
      float[] h,
      float[] reset,
      int stateStride);

  /**
   * The second half: {@code n = tanh(x 2 + r)}, {@code h ← (1 - z) ⊙ n + z ⊙ h}.
   *
   * @param x as left by {@link #gruReset}
   * @param xAt first row
   * @param xStride from row to row
   * @param r the reset state's share of the candidate with Rb, from 0
   * @param rStride from row to row
   * @param rows rows
   * @param blocks blocks of L units
   * @param h hidden states from 0; updated
   * @param stateStride from row to row
   */
  public abstract void gruUpdate(
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rStride,
      int rows,
      int blocks,
      float[] h,
      int stateStride);

  /**
   * {@code h ← tanh(gates)}, the rest of a step of a default RNN.
   *
   * @param gates pre-activations
   * @param gatesAt first row
   * @param gatesStride from row to row
   * @param rows rows
   * @param size floats of a row, a multiple of L
   * @param h hidden states from 0; written
   * @param stateStride from row to row
   */
  public abstract void rnnTanh(
      float[] gates, int gatesAt, int gatesStride, int rows, int size, float[] h, int stateStride);

  /** {@code h ← max(0, gates)}; see {@link #rnnTanh}. */
  public abstract void rnnRelu(
      float[] gates, int gatesAt, int gatesStride, int rows, int size, float[] h, int stateStride);

  /**
   * {@code σ} of each of {@code size} floats, any size.
   *
   * @param from the arguments
   * @param fromAt where they start
   * @param to receives the values; may be {@code from} at the same place
   * @param toAt where they go
   * @param size how many
   */
  public abstract void sigmoid(float[] from, int fromAt, float[] to, int toAt, int size);

  /** {@code tanh} of each of {@code size} floats; see {@link #sigmoid}. */
  public abstract void tanh(float[] from, int fromAt, float[] to, int toAt, int size);
}
