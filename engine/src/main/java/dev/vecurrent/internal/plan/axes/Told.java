package dev.vecurrent.internal.plan.axes;

import java.util.BitSet;

/** What layers, and what callers carry over, tell about labels. */
final class Told {

  /** Labels of time axes, and of batch axes. */
  final BitSet time = new BitSet();

  final BitSet batch = new BitSet();

  /** Those of time axes whose places came to be each by itself. */
  final BitSet alone = new BitSet();

  /** Those of time axes along which constants have values of their own. */
  final BitSet pinned = new BitSet();

  /** Labels that were lost on the way to a layer: one of them may be its time axis. */
  final BitSet suspects = new BitSet();

  private final BitSet carriedTime = new BitSet();
  private final BitSet carriedBatch = new BitSet();
  private int labels;

  /** Starts with the labels of inputs. */
  Told(int labels) {
    this.labels = labels;
  }

  /** A layer reads one axis as time and another as batch. */
  void layer(Axis timeAxis, Axis batchAxis) {
    Factor steps = timeAxis.main();
    Labels.addTo(time, steps.labels());
    Labels.addTo(batch, batchAxis.main().labels());
    Steps came = timeAxis.steps();
    if (came == Steps.PINNED) {
      Labels.addTo(pinned, steps.labels());
    } else if (came.compareTo(Steps.CARRIED) <= 0) {
      Labels.addTo(alone, steps.labels());
    }
  }

  void suspect(int[] lost) {
    Labels.addTo(suspects, lost);
  }

  /** Steps that the caller carries over stand in front of an axis: that is time. */
  void carried(int[] steps) {
    Labels.addTo(carriedTime, steps);
  }

  /** A convolution over carried steps: it has the batch in front. */
  void convolved(Axis batchAxis) {
    Labels.addTo(carriedBatch, batchAxis.main().labels());
  }

  /** A label of its own. */
  Factor fresh(int size) {
    return new Factor(new int[] {labels++}, size, Steps.ALONE);
  }

  /** Ends what is told: callers count where no layer tells anything. */
  void settle() {
    if (time.isEmpty()) {
      time.or(carriedTime);
      alone.or(carriedTime);
      batch.or(carriedBatch);
    }
  }
}
