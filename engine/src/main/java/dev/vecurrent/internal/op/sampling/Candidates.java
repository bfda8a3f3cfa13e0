package dev.vecurrent.internal.op.sampling;

/** The boxes of one class, best first: a heap of their numbers. */
final class Candidates {

  private float[] scores = new float[0];
  private int scoresAt;
  private int[] heap = new int[0];
  private int size;

  /**
   * Starts with all boxes whose score is above a threshold.
   *
   * @param newScores the score of box {@code i} at {@code at + i}
   * @param threshold NaN for none
   */
  void of(float[] newScores, int at, int count, float threshold) {
    scores = newScores;
    scoresAt = at;
    if (heap.length < count) {
      heap = new int[count];
    }
    size = 0;
    for (int i = 0; i < count; i++) {
      if (Float.isNaN(threshold) || scores[at + i] > threshold) {
        heap[size++] = i;
      }
    }
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(i);
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Takes the best box away. */
  int next() {
    int best = heap[0];
    heap[0] = heap[--size];
    sink(0);
    return best;
  }

  private void sink(int from) {
    int at = from;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && isBetter(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBetter(heap[child], heap[at])) {
        return;
      }
      int moved = heap[at];
      heap[at] = heap[child];
      heap[child] = moved;
      at = child;
    }
  }

  private boolean isBetter(int a, int b) {
    float ofA = scores[scoresAt + a];
    float ofB = scores[scoresAt + b];
    return ofA > ofB || (ofA == ofB && a < b);
  }
}
