package dev.vecurrent.internal.op.base;

/** Scratch of an operator's own type, counted like the arrays of its {@link Workspace}. */
public interface Scratch {

  /** Bytes of all arrays. */
  long bytes();
}
