package dev.vecurrent.internal.pack;

import dev.vecurrent.tensor.ElementType;

/**
 * A matrix B {@code [K, N]} in the order in which kernels read it: panels of {@code 2L} columns,
 * {@code L} floats a vector. Element {@code [k][column]} stands in panel {@code column / 2L}, row
 * {@code k} of it, place {@code column % 2L}. Columns are padded with zeros to whole panels.
 *
 * <p>Each case is a format of the elements. A product knows its format; nobody else asks.
 */
public sealed interface PackedMatrix permits FloatPanels, Bfloat16Panels {

  /** What its elements are. */
  enum Format {
    FLOAT32,
    BFLOAT16
  }

  /** The format, which the product for it is found by. */
  Format format();

  /** Floats of one vector (L) of the kernels it was packed for. */
  int lanes();

  /** Rows of the matrix (K), the terms of each output. */
  int depth();

  /** Panels of {@code 2L} columns. */
  int panels();

  /** The type of its elements in the model's file: 16-bit floats lose nothing in 16 bits. */
  ElementType storedAs();

  /** That type in words, such as {@code " from FLOAT16"}; empty for FLOAT32. */
  default String origin() {
    return storedAs() == ElementType.FLOAT32 ? "" : " from " + storedAs();
  }

  /** Whether single rows are read from an aligned copy. */
  default boolean isAligned() {
    return false;
  }

  /** Bytes that it takes, copies included. */
  long bytes();
}
