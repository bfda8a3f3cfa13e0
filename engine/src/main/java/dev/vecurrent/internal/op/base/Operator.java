package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * An operator with its attributes bound. Immutable and shared by threads: whatever a run needs
 * beside its inputs and outputs it takes from the {@link Workspace}.
 *
 * <p>16-bit floats do not occur here: a plan computes them in FLOAT32.
 */
public interface Operator {

  /**
   * What is known of the outputs before any value is: types, dimensions, and the elements of small
   * integer tensors.
   *
   * @param inputs what is known of each input; {@code null} for an absent one
   * @return one fact for each output of the node, unwanted ones included
   * @throws IllegalArgumentException if the inputs can never fit the operator; the message says
   *     which and why
   */
  Fact[] infer(@Nullable Fact[] inputs);

  /** What this operator is; see each {@link Trait}. */
  default Set<Trait> traits() {
    return Set.of();
  }

  /** The input that alone says of which type the output is; -1 where all are of one type. */
  default int typedBy() {
    return -1;
  }

  /**
   * The rank that the first input must have.
   *
   * @param weights the second input, where it is a constant
   * @return -1 where nothing tells it
   */
  default int wantedRank(@Nullable Tensor weights) {
    return -1;
  }

  /**
   * The size that the first input must have along an axis.
   *
   * @param weights the second input
   * @param rank of the first input; -1 where it is not known
   * @return -1 where nothing tells it
   */
  default int wantedSize(Tensor weights, int axis, int rank) {
    return -1;
  }

  /** Whether a run makes the only output a view of the first input, always. */
  default boolean isView() {
    return false;
  }

  /** Whether a run may be given its first input as its only output, to be changed in place. */
  default boolean isInPlace() {
    return false;
  }

  /**
   * About how many operations a run takes: each read, product or copy of an element is one. Folding
   * weighs it before it computes a node, and leaves a node to the run whose work is not stated.
   *
   * @param inputs what is known of each input; all of them are constants
   * @param outputs what {@link #infer} says of each output
   * @return the work, or {@link Work#UNSTATED}
   */
  default long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.elements(inputs, outputs);
  }

  /**
   * Whether a run draws random numbers, as far as facts tell. Such a node is never computed before
   * a run, never merged with another and never dropped where it is read.
   *
   * @param inputs as for {@link #infer}
   */
  default boolean isRandom(@Nullable Fact[] inputs) {
    return false;
  }

  /**
   * Computes the outputs.
   *
   * @param inputs the inputs, never changed; {@code null} for an absent one
   * @param outputs growable tensors of the inferred types, to be resized and written whole (or made
   *     a view of an input); {@code null} for an unwanted one
   * @param workspace scratch of this node in this session
   * @throws IllegalArgumentException if shapes or values do not fit; the message says which and why
   */
  void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace);

  /**
   * This operator for inputs of which some are constant: the place to pack them once.
   *
   * @param constants the constant inputs; {@code null} where an input is none
   * @param packing kernels, and the memory that packed forms may take
   * @return an operator with the same answers, to the bit
   */
  default Operator withConstants(@Nullable Tensor[] constants, Packing packing) {
    return this;
  }

  /** Whether this computes with the kernels of the model, be it in part; else in plain loops. */
  default boolean usesKernels() {
    return false;
  }

  /** Kernels and packing in words; empty where there is nothing to say. */
  default String describe() {
    return "";
  }

  /** Bytes of constants that this operator keeps packed. */
  default long packedBytes() {
    return 0;
  }
}
