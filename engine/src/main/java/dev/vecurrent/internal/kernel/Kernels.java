package dev.vecurrent.internal.kernel;

import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.internal.pack.PackedMatrix;

/**
 * The float kernels that a model runs on. One twin is scalar, one uses the Vector API; both give
 * the same bits, because both use only exactly rounded operations, one accumulator for each output,
 * and {@code k} in index order.
 *
 * <p>The compiler of a model chooses once, and hands the choice to whatever computes. Kernels are
 * made ready when a layer or an operator is compiled, not looked up in a call. They check nothing
 * beyond what the JVM checks. Safe for any number of threads.
 */
public abstract class Kernels {

  /** The module that the vector twin needs. */
  public static final String VECTOR_MODULE = "jdk.incubator.vector";

  private final GatePacker packer;

  /** Kernels with vectors of so many floats. */
  protected Kernels(int lanes) {
    this.packer = new GatePacker(lanes);
  }

  /** The scalar twin; it loads nothing of the Vector API. */
  public static Kernels scalar() {
    return ScalarKernels.INSTANCE;
  }

  /** The scalar twin on the layout of a vector twin, which it can stand in for. */
  public static Kernels scalar(int lanes) {
    return ScalarKernels.of(lanes);
  }

  /** The vector twin; it loads the Vector API. */
  public static Kernels vector() {
    return VectorKernels.INSTANCE;
  }

  /** Floats of a vector of the vector twin; loads next to nothing of the Vector API. */
  public static int vectorLanes() {
    return VectorWidth.LANES;
  }

  /**
   * Loads a part of the Vector API.
   *
   * @param part from 0
   * @return whether there was such a part
   */
  public static boolean loadVectorPart(int part) {
    return VectorRehearsal.load(part);
  }

  /** What makes the JIT compiler compile a kind of kernels of the vector twin. */
  public static Rehearsal rehearsal(KernelKind kind) {
    return VectorRehearsal.of(kind);
  }

  /** See {@link #rehearsal}. Not for two threads at once. */
  public interface Rehearsal {

    /** Enters each loop of the kind with nothing to do. */
    void enter();

    /**
     * Runs the kind on a few numbers.
     *
     * @param round differs from time to time, and with it the loops that are run
     * @return about how many vector operations that took
     */
    int play(int round);
  }

  /** Whether every kind of kernel that this model has called runs on the twin it will stay with. */
  public boolean isSettled() {
    return true;
  }

  /** Forgets which kinds were called, such as those that only compiling needed. */
  public void forgetCalls() {}

  /** Lets the JIT compiler see a little of each kind that this model has called, for settling. */
  public void rehearse() {}

  /** What these kernels are, such as {@code vector, 512 bit}. */
  public abstract String describe();

  /** Whether these are, or will be, the kernels on the Vector API. */
  public abstract boolean isVector();

  /** Floats of one vector (L): columns are packed in panels of {@code 2L}. */
  public final int lanes() {
    return packer.lanes();
  }

  /** The layout of packed matrices and of rows of gates for these kernels. */
  public final GatePacker packer() {
    return packer;
  }

  /** The product with matrices of the format of {@code b}. */
  public abstract Product product(PackedMatrix b);

  /** The product with an image. */
  public abstract ImageProduct imageProduct();

  /** What follows the products of a step. */
  public abstract StepEpilogue epilogue(StepKind kind);

  /** A function of rows. */
  public abstract RowFunction function(RowKind kind);

  /**
   * {@link ElementaryMath#elu}: {@code high * x} where x is not negative, {@code low * (e^(x /
   * divisor) - 1)} where it is.
   *
   * @param divisor positive
   */
  public abstract RowFunction elu(float low, float high, float divisor);
}
