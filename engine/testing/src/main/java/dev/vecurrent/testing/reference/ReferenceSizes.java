package dev.vecurrent.testing.reference;

import dev.vecurrent.spec.Layout;

/**
 * Sizes of one call and the places of rows in its tensors, for either layout.
 *
 * @param steps T
 * @param batch N
 * @param directions D
 * @param inputSize I
 * @param hiddenSize H
 * @param layout order of the dimensions
 */
record ReferenceSizes(
    int steps, int batch, int directions, int inputSize, int hiddenSize, Layout layout) {

  private boolean timeMajor() {
    return layout == Layout.TIME_MAJOR;
  }

  /** Where {@code Xt} of a sequence starts in X. */
  int xAt(int time, int sequence) {
    int row = timeMajor() ? time * batch + sequence : sequence * steps + time;
    return row * inputSize;
  }

  /** Where {@code Ht} of a sequence and direction starts in Y. */
  int yAt(int time, int direction, int sequence) {
    int row =
        timeMajor()
            ? (time * directions + direction) * batch + sequence
            : (sequence * steps + time) * directions + direction;
    return row * hiddenSize;
  }

  /** Where a sequence and direction starts in a tensor of states. */
  int stateAt(int direction, int sequence) {
    int row = timeMajor() ? direction * batch + sequence : sequence * directions + direction;
    return row * hiddenSize;
  }

  int[] yShape() {
    return timeMajor()
        ? new int[] {steps, directions, batch, hiddenSize}
        : new int[] {batch, steps, directions, hiddenSize};
  }

  int[] stateShape() {
    return timeMajor()
        ? new int[] {directions, batch, hiddenSize}
        : new int[] {batch, directions, hiddenSize};
  }
}
