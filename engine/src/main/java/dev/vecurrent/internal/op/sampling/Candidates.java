package dev.vecurrent.internal.op.sampling;

import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Pieces;

/** The boxes of one class, best first: a heap of their numbers. */
final class Candidates {

  /** The work of finding a box its place, on the average of a whole heap. */
  private static final int SINK = 16;

  private float[] scores = new float[0];
  private int scoresAt;
  private int[] heap = new int[0];
  private int size;

  /**
   * Starts with all boxes whose score is above a threshold.
   *
   * @param newScores the score of box {@code i} at {@code at + i}
   * @param threshold NaN for none
   * @param room of as many places as there are boxes
   */
  void of(float[] newScores, int at, int count, float threshold, int[] room, Watch watch) {
    scores = newScores;
    scoresAt = at;
    heap = room;
    size = 0;
    for (int from = 0, end; from < count; from = end) {
      end = Pieces.end(watch, from, count, 2);
      for (int i = from; i < end; i++) {
        if (Float.isNaN(threshold) || scores[at + i] > threshold) {
          heap[size++] = i;
        }
      }
    }
    int parents = size / 2;
    for (int from = 0, end; from < parents; from = end) {
      end = Pieces.end(watch, from, parents, SINK);
      for (int i = from; i < end; i++) {
        sink(parents - 1 - i);
      }
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
