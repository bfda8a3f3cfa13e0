package dev.vecurrent.internal.kernel;

/** A function of each float of a row; bounds of errors stand where it is computed. */
public enum RowKind implements KernelKind {

  /** {@link FloatMath#exp}. */
  EXP,

  /** {@link ElementaryMath#log}. */
  LOG,

  /** {@link ElementaryMath#erf}. */
  ERF,

  /** {@link FloatMath#sigmoid}. */
  SIGMOID,

  /** {@link FloatMath#tanh}. */
  TANH
}
