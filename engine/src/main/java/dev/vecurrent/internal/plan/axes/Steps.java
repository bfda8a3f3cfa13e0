package dev.vecurrent.internal.plan.axes;

/**
 * How the places along an axis came to be, from what can run piece by piece to what cannot. What
 * two values make together is the later of both.
 */
enum Steps {
  /** Each from the place of its inputs alone, or from that and those before it. */
  ALONE,
  /** Places that a state of the caller carries over stand in front. */
  CARRIED,
  /** Places of the input were mixed on the way. */
  MIXED,
  /** Something that is computed in a call has values of its own at each place. */
  OWN,
  /** A constant has values of its own at each place. */
  PINNED;

  Steps and(Steps other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
