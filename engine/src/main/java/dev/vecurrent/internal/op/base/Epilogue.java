package dev.vecurrent.internal.op.base;

/** What is done to each piece of an output of floats while that is in the caches. */
public interface Epilogue {

  /** Changes a stretch of floats in place, each element by itself. */
  void inPlace(float[] data, int from, int size, Workspace workspace);

  /** This in words, behind those on what comes before it. */
  String asEpilogue();
}
