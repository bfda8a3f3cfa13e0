package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.op.base.Fact;

/**
 * A part of an axis: an axis that a reshape made of several has one for each of them.
 *
 * @param labels what runs along it, place by place
 * @param size as dimensions of facts are
 * @param steps how its places came to be
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, never written
record Factor(int[] labels, int size, Steps steps) {

  boolean isUnit() {
    return size == 1;
  }

  boolean isLabelled() {
    return labels.length > 0;
  }

  Factor with(Steps other) {
    return new Factor(labels, size, steps.and(other));
  }

  /** What has both at each place. */
  Factor and(Factor other) {
    // Of two sizes that are not known, either may be a 1 that is repeated.
    int both =
        size == other.size || (size > 1 && other.size < 0)
            ? size
            : size < 0 && other.size > 1 ? other.size : Fact.UNKNOWN;
    return new Factor(Labels.union(labels, other.labels), both, steps.and(other.steps));
  }
}
