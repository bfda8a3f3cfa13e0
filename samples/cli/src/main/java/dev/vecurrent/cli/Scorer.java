package dev.vecurrent.cli;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Scores sequences in batches of one length. Because an answer's bits do not depend on its batch,
 * batching changes speed only.
 *
 * <p>The model has one FLOAT32 input of rank 3, and possibly one integer vector that is the
 * sequence_lens of its layers, which is given the lengths.
 */
final class Scorer {

  /** Elements of a batch with its answers; fewer long sequences go into one. */
  private static final long MOST_ELEMENTS = 4L << 20;

  private final Session session;
  private final ValueInfo x;
  private final int xIndex;
  private final int lengthsIndex;
  private final boolean batchMajor;
  private final int inputSize;
  private final int fixedSteps;
  private final int fixedBatch;
  private final int mostBatch;

  private final BatchAxes axes;

  /**
   * A scorer.
   *
   * @param session of the model
   * @param graph the model before it was compiled: says what an integer input is for
   * @param layout the order of the model's input, where the model does not say
   * @param lengths name of the input that is given the lengths, where no layer says
   * @param mostBatch most sequences of a batch
   * @throws IllegalArgumentException if the model is not of the form that this class can feed
   */
  Scorer(
      Session session,
      Graph graph,
      @Nullable Layout layout,
      @Nullable String lengths,
      int mostBatch) {
    Model model = session.model();
    this.session = session;
    this.xIndex = sequenceInput(model.inputs());
    this.lengthsIndex = lengthsInput(graph, model.inputs(), xIndex, lengths);
    this.x = model.inputs().get(xIndex);
    this.batchMajor = order(model, x, layout) == Layout.BATCH_MAJOR;
    List<Dimension> dims = x.shape().orElseThrow();
    this.inputSize = dims.get(2).size();
    this.fixedSteps = dims.get(batchMajor ? 1 : 0).size();
    this.fixedBatch = dims.get(batchMajor ? 0 : 1).size();
    this.mostBatch = fixedBatch > 0 ? fixedBatch : mostBatch;
    this.axes = BatchAxes.of(this, model.outputs());
  }

  private static int sequenceInput(List<ValueInfo> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      ValueInfo info = inputs.get(i);
      boolean fits =
          info.type() == ElementType.FLOAT32
              && info.shape().isPresent()
              && info.shape().get().size() == 3
              && info.shape().get().get(2).isFixed();
      if (fits) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "score needs a model with a FLOAT32 input of rank 3 whose last dimension is fixed; inputs are "
            + inputs);
  }

  private static int lengthsInput(
      Graph graph, List<ValueInfo> inputs, int xIndex, @Nullable String asked) {
    Set<String> known = asked == null ? LengthsInputs.of(graph) : Set.of(asked);
    if (asked != null && inputs.stream().noneMatch(info -> info.name().equals(asked))) {
      throw new IllegalArgumentException(
          "--lengths: there is no input '" + asked + "'; inputs are " + inputs);
    }
    int found = -1;
    for (int i = 0; i < inputs.size(); i++) {
      if (i == xIndex) {
        continue;
      }
      ValueInfo info = inputs.get(i);
      boolean integers = info.type() == ElementType.INT32 || info.type() == ElementType.INT64;
      boolean vector = info.shape().map(dims -> dims.size() == 1).orElse(true);
      if (found >= 0 || !integers || !vector || !known.contains(info.name())) {
        throw new IllegalArgumentException(
            "score cannot fill input "
                + info
                + ": use run, or --lengths NAME if an INT32 or INT64 vector is the lengths");
      }
      found = i;
    }
    return found;
  }

  private static Layout order(Model model, ValueInfo x, @Nullable Layout asked) {
    Optional<Layout> known = model.layoutOf(x.name());
    if (asked != null) {
      if (known.isPresent() && known.get() != asked) {
        throw new IllegalArgumentException(
            "the model reads input " + x + " as " + known.get() + ": leave --layout out");
      }
      return asked;
    }
    return known.orElseThrow(() ->
        new IllegalArgumentException(
            "whether input "
                + x
                + " is [time, batch, features] or [batch, time, features] cannot be told"
                + " from the model: use --layout time-major or --layout batch-major"));
  }

  int inputSize() {
    return inputSize;
  }

  int fixedBatch() {
    return fixedBatch;
  }

  int fixedSteps() {
    return fixedSteps;
  }

  /**
   * Whether the model takes a sequence.
   *
   * @throws IllegalArgumentException if not; says why
   */
  void check(SequenceRecord record) {
    if (fixedSteps >= 0 && record.steps() != fixedSteps) {
      throw new IllegalArgumentException(
          "expected " + fixedSteps + " steps as the model declares, found " + record.steps());
    }
  }

  /** Bytes that the answers of a record will have, about. */
  long answerBytes(SequenceRecord record) {
    return record.failure().isEmpty() ? Math.max(1, record.steps()) * axes.answerBytesPerStep() : 0;
  }

  /** Gives each record its answers, or the reason why there are none; leaves failed ones alone. */
  void score(List<SequenceRecord> records) {
    Map<Integer, List<SequenceRecord>> byLength = new TreeMap<>();
    for (SequenceRecord record : records) {
      if (record.failure().isEmpty()) {
        byLength.computeIfAbsent(record.steps(), _ -> new ArrayList<>()).add(record);
      }
    }
    byLength.forEach((steps, same) -> {
      int most = batchOf(steps);
      for (int from = 0; from < same.size(); from += most) {
        batch(same.subList(from, Math.min(from + most, same.size())));
      }
    });
  }

  private int batchOf(int steps) {
    long elements = Math.max(1, steps) * (inputSize + axes.answerBytesPerStep() / Float.BYTES);
    return Math.clamp(MOST_ELEMENTS / Math.max(1, elements), 1, mostBatch);
  }

  private void batch(List<SequenceRecord> records) {
    int steps = records.getFirst().steps();
    // Zeros fill up a batch that is fixed.
    int batch = Math.max(records.size(), fixedBatch);
    try {
      Map<String, Tensor> outputs =
          run(records.stream().map(SequenceRecord::x).toList(), steps, batch);
      int index = 0;
      for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
        int axis = axes.axis(index++);
        for (int n = 0; n < records.size(); n++) {
          Tensor own = axis < 0 ? output.getValue() : slice(output.getValue(), axis, n);
          records.get(n).answer(output.getKey(), own);
        }
      }
    } catch (IllegalArgumentException e) {
      if (records.size() == 1) {
        records.getFirst().fail(String.valueOf(e.getMessage()));
        return;
      }
      // Values may have been too large for the whole batch only: no record's answer depends on it.
      records.forEach(record -> batch(List.of(record)));
    }
  }

  /**
   * Runs the model.
   *
   * @param rows sequences {@code [steps, I]}
   * @param batch as many, or more: the rest are zeros
   */
  Map<String, Tensor> run(List<float[]> rows, int steps, int batch) {
    float[] data = new float[Math.multiplyExact(Math.multiplyExact(steps, batch), inputSize)];
    for (int n = 0; n < rows.size(); n++) {
      for (int t = 0; t < steps; t++) {
        int at = batchMajor ? n * steps + t : t * batch + n;
        System.arraycopy(rows.get(n), t * inputSize, data, at * inputSize, inputSize);
      }
    }
    List<ValueInfo> infos = session.model().inputs();
    Tensor sequence =
        batchMajor
            ? Tensor.of(data, batch, steps, inputSize)
            : Tensor.of(data, steps, batch, inputSize);
    if (lengthsIndex < 0) {
      return session.run(Map.of(x.name(), sequence));
    }
    Tensor lengths;
    if (infos.get(lengthsIndex).type() == ElementType.INT32) {
      int[] all = new int[batch];
      Arrays.fill(all, steps);
      lengths = Tensor.of(all, batch);
    } else {
      long[] all = new long[batch];
      Arrays.fill(all, steps);
      lengths = Tensor.of(all, batch);
    }
    return session.run(Map.of(x.name(), sequence, infos.get(lengthsIndex).name(), lengths));
  }

  /** One index of an axis, which goes. */
  private static Tensor slice(Tensor from, int axis, int index) {
    int[] shape = new int[from.rank() - 1];
    int outer = 1;
    int inner = 1;
    for (int a = 0; a < from.rank(); a++) {
      if (a < axis) {
        outer *= from.dim(a);
        shape[a] = from.dim(a);
      } else if (a > axis) {
        inner *= from.dim(a);
        shape[a - 1] = from.dim(a);
      }
    }
    Tensor to = Tensor.zeros(from.type(), shape);
    for (int o = 0; o < outer; o++) {
      System.arraycopy(
          from.storage(), (o * from.dim(axis) + index) * inner, to.storage(), o * inner, inner);
    }
    return to;
  }
}
