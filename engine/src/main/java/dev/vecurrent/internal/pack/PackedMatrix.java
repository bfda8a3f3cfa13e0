package dev.vecurrent.internal.pack;

/**
 * A matrix B {@code [K, N]} in the order in which kernels read it: panels of {@code 2L} columns,
 * {@code L} floats a vector. Element {@code [k][column]} stands in panel {@code column / 2L}, row
 * {@code k} of it, place {@code column % 2L}. Columns are padded with zeros to whole panels.
 *
 * <p>Each case is a format of the elements. A product knows its format; nobody else asks.
 */
public sealed interface PackedMatrix permits FloatPanels {

  /** Floats of one vector (L) of the kernels it was packed for. */
  int lanes();

  /** Rows of the matrix (K), the terms of each output. */
  int depth();

  /** Panels of {@code 2L} columns. */
  int panels();

  /** Bytes that it takes, copies included. */
  long bytes();
}
