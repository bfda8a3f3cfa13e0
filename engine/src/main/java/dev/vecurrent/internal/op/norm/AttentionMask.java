package dev.vecurrent.internal.op.norm;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.Reals;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * Which keys a query of Attention sees, and what is added to its scores: the mask of up to four
 * dimensions, which broadcasts from the right, the causal rule, the window and the padding of keys.
 */
final class AttentionMask {

  private final AttentionForm form;

  AttentionMask(AttentionForm form) {
    this.form = form;
  }

  /** Refuses a mask or lengths that do not fit. */
  static void check(AttentionSizes sizes, @Nullable Tensor mask, @Nullable Tensor lengths) {
    if (mask != null) {
      int rank = mask.rank();
      boolean fits = rank >= 1 && rank <= 4;
      fits = fits && mask.dim(rank - 1) <= sizes.keys;
      fits = fits && fits(mask, 2, sizes.queries);
      fits = fits && fits(mask, 3, sizes.qHeads);
      fits = fits && fits(mask, 4, sizes.batch);
      if (!fits) {
        throw new IllegalArgumentException(
            Attention.NAME
                + ": attn_mask is "
                + mask
                + ", expected what broadcasts to ["
                + sizes.batch
                + ", "
                + sizes.qHeads
                + ", "
                + sizes.queries
                + ", "
                + sizes.keys
                + "]");
      }
      if (mask.dim(rank - 1) == 1 && sizes.keys > 1) {
        throw new IllegalArgumentException(
            Attention.NAME
                + ": attn_mask is "
                + mask
                + ": one column for "
                + sizes.keys
                + " keys may be all of them or the first; expand it to what is meant");
      }
    }
    if (lengths != null && (lengths.rank() != 1 || lengths.size() != sizes.batch)) {
      throw new IllegalArgumentException(
          Attention.NAME
              + ": nonpad_kv_seqlen is "
              + lengths
              + ", expected one for each of "
              + sizes.batch
              + " sequences");
    }
    for (int n = 0; lengths != null && n < sizes.batch; n++) {
      long length = lengths.longs()[n];
      if (length < 0 || length > sizes.keys) {
        throw new IllegalArgumentException(
            Attention.NAME + ": nonpad_kv_seqlen has " + length + ", expected 0 to " + sizes.keys);
      }
    }
  }

  private static boolean fits(Tensor mask, int fromEnd, int size) {
    return mask.rank() < fromEnd
        || mask.dim(mask.rank() - fromEnd) == 1
        || mask.dim(mask.rank() - fromEnd) == size;
  }

  /**
   * Masks the scores of one query.
   *
   * @return whether the query sees any key
   */
  boolean apply(
      double[] scores,
      AttentionSizes sizes,
      @Nullable Tensor mask,
      @Nullable Tensor lengths,
      int n,
      int head,
      int query) {
    long length = lengths == null ? sizes.keys : lengths.longs()[n];
    long own = query + (lengths == null ? sizes.past : length - sizes.queries);
    long last = length - 1;
    if (form.causal()) {
      last = Math.min(last, own);
    }
    if (form.right() >= 0) {
      last = Math.min(last, own + form.right());
    }
    long first = form.left() >= 0 ? own - form.left() : 0;
    int width = mask == null ? sizes.keys : mask.dim(mask.rank() - 1);
    int at = mask == null ? 0 : rowAt(mask, n, head, query) * width;
    boolean any = false;
    for (int key = 0; key < sizes.keys; key++) {
      double added = key < width ? added(mask, at + key) : Double.NEGATIVE_INFINITY;
      boolean seen = key >= first && key <= last && added != Double.NEGATIVE_INFINITY;
      scores[key] = seen ? scores[key] + added : Double.NEGATIVE_INFINITY;
      any |= seen;
    }
    return any;
  }

  private static double added(@Nullable Tensor mask, int at) {
    if (mask == null) {
      return 0;
    }
    if (mask.type() == ElementType.BOOL) {
      return mask.booleans()[at] ? 0 : Double.NEGATIVE_INFINITY;
    }
    return mask.type().isFloatingPoint() ? Reals.get(mask, at) : Integers.get(mask, at);
  }

  /** Which row of the mask a query meets. */
  private static int rowAt(Tensor mask, int n, int head, int query) {
    int rank = mask.rank();
    int row = rank < 4 || mask.dim(0) == 1 ? 0 : n;
    if (rank >= 3) {
      int heads = mask.dim(rank - 3);
      row = row * heads + (heads == 1 ? 0 : head);
    }
    if (rank >= 2) {
      int queries = mask.dim(rank - 2);
      row = row * queries + (queries == 1 ? 0 : query);
    }
    return row;
  }
}
