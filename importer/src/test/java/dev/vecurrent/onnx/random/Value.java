package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.Tensor;

/**
 * A value of a graph under construction.
 *
 * @param name unique in the graph
 * @param tensor what it is, as this library computes it node by node
 * @param exact whether every engine must have the same bits: what may be rounded, compared and
 *     counted without flipping on an error of the last bit
 * @param constant whether it is an initialiser
 */
record Value(String name, Tensor tensor, boolean exact, boolean constant) {

  int rank() {
    return tensor.rank();
  }

  int dim(int axis) {
    return tensor.dim(axis);
  }
}
