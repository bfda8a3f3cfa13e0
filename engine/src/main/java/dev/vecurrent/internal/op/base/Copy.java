package dev.vecurrent.internal.op.base;

import dev.vecurrent.tensor.Tensor;

/** Copies of whole tensors. */
public final class Copy {

  private Copy() {}

  /** Fills a tensor with the elements of another of the same type. */
  public static void whole(Tensor from, Tensor to) {
    to.resizeLike(from);
    System.arraycopy(from.storage(), 0, to.storage(), 0, from.size());
  }

  /** As {@link #whole(Tensor, Tensor)}, in pieces. */
  public static void whole(Tensor from, Tensor to, Workspace workspace) {
    to.resizeLike(from);
    workspace.copy(from.storage(), 0, to.storage(), 0, from.size());
  }
}
