package dev.vecurrent.internal.op.norm;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * Sizes of one call of Attention, and where its rows stand. Rows of {@code [N, heads, steps, size]}
 * follow each other; of {@code [N, steps, heads * size]} those of a head are as far apart as all
 * heads are wide.
 */
final class AttentionSizes {

  private static final String NAME = Attention.NAME;

  /** Whether elements are FLOAT32. */
  boolean narrow;

  /** Whether heads have an axis of their own. */
  boolean split;

  int batch;
  int qHeads;
  int kvHeads;

  /** Queries, keys that came with the call, keys of before. */
  int queries;

  int fresh;
  int past;

  /** All keys. */
  int keys;

  int head;
  int valueHead;

  /** Reads and checks the shapes of the inputs. */
  void read(
      AttentionForm form,
      Tensor q,
      Tensor k,
      Tensor v,
      @Nullable Tensor pastKey,
      @Nullable Tensor pastValue) {
    narrow = q.type() == ElementType.FLOAT32;
    split = q.rank() == 4;
    boolean ranks = (split || q.rank() == 3) && k.rank() == q.rank() && v.rank() == q.rank();
    if (!ranks || k.dim(0) != q.dim(0) || v.dim(0) != q.dim(0)) {
      throw misfit(q, k, v, "expected one batch and 3 or 4 dimensions of all three");
    }
    if (!split && (form.qHeads() == 0 || form.kvHeads() == 0)) {
      throw misfit(q, k, v, "q_num_heads and kv_num_heads must be given for 3 dimensions");
    }
    batch = q.dim(0);
    qHeads = split ? q.dim(1) : form.qHeads();
    kvHeads = split ? k.dim(1) : form.kvHeads();
    boolean heads = !split || (v.dim(1) == kvHeads && fits(form.qHeads(), qHeads));
    heads = heads && (!split || fits(form.kvHeads(), kvHeads));
    if (!heads || kvHeads == 0 || qHeads % kvHeads != 0) {
      throw misfit(
          q, k, v, qHeads + " query heads are no multiple of the heads of keys and values");
    }
    queries = q.dim(split ? 2 : 1);
    fresh = k.dim(split ? 2 : 1);
    head = size(q, qHeads);
    valueHead = size(v, kvHeads);
    if (size(k, kvHeads) != head || v.dim(split ? 2 : 1) != fresh) {
      throw misfit(q, k, v, "keys must be as wide as queries, and there must be as many values");
    }
    past(pastKey, pastValue);
  }

  private void past(@Nullable Tensor pastKey, @Nullable Tensor pastValue) {
    if (pastKey == null || pastValue == null) {
      past = 0;
      keys = fresh;
      return;
    }
    past = pastKey.rank() == 4 ? pastKey.dim(2) : -1;
    if (!isPast(pastKey, head) || !isPast(pastValue, valueHead)) {
      throw new IllegalArgumentException(
          NAME
              + ": past_key "
              + pastKey
              + " and past_value "
              + pastValue
              + ", expected ["
              + batch
              + ", "
              + kvHeads
              + ", past, "
              + head
              + " and "
              + valueHead
              + "]");
    }
    keys = Shapes.dim(NAME, (long) past + fresh);
  }

  private boolean isPast(Tensor tensor, int size) {
    return tensor.rank() == 4
        && tensor.dim(0) == batch
        && tensor.dim(1) == kvHeads
        && tensor.dim(2) == past
        && tensor.dim(3) == size;
  }

  private static boolean fits(int given, int found) {
    return given == 0 || given == found;
  }

  private int size(Tensor tensor, int heads) {
    int last = tensor.dim(tensor.rank() - 1);
    if (!split && last % heads != 0) {
      throw new IllegalArgumentException(
          NAME + ": the last axis of " + tensor + " is no multiple of " + heads + " heads");
    }
    return split ? last : last / heads;
  }

  private static IllegalArgumentException misfit(Tensor q, Tensor k, Tensor v, String why) {
    return new IllegalArgumentException(
        NAME + ": Q is " + q + ", K " + k + ", V " + v + "; " + why);
  }

  /** Where the first row of a head begins. */
  int rowAt(int n, int headIndex, int heads, int steps, int size) {
    return split ? (n * heads + headIndex) * steps * size : (n * steps * heads + headIndex) * size;
  }

  /** From row to row of a head. */
  int rowStep(int heads, int size) {
    return split ? size : heads * size;
  }
}
